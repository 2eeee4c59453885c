from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "Improvement plans"

    def ready(self) -> None:
        from academies.providers import academy_ways, answers, events, facts, follow_ups, records, timeline, todo
        from academies.providers.joined import Joined, joined_events
        from academies.providers.search import searches
        from academies.providers.terms import term_uses
        from celt.ui import nav
        from plans.facts.plans import PLAN_KINDS, plan_facts
        from plans.facts.rings import RING_KINDS, ring_facts
        from plans.happenings.actions import action_events, actions_between
        from plans.happenings.learning import learning_events
        from plans.happenings.rings import ratings_between, ring_events
        from plans.happenings.stages import activities_between, stage_events
        from plans.hits import KINDS, plan_hits
        from plans.models import Action, ActivityProgress, SelfEvaluation
        from plans.moments.across import plan_changes
        from plans.moments.learning import learning_moments
        from plans.moments.plans import plan_moments
        from plans.moments.rings import ring_moments
        from plans.moments.stages import stage_moments
        from plans.navigation import items
        from plans.practice_uses import practices_planned
        from plans.records.answers import actions_across, plan_answers, plan_follow_ups
        from plans.records.learning import LEARNING, learning_records
        from plans.records.written import EVALUATION, PRIORITY, written_records
        from plans.selectors.read_as import read_at
        from plans.subjects import name_subjects
        from plans.term_uses import kept_by_terms
        from plans.todos.actions import action_todos
        from plans.todos.learning import learning_todos
        from plans.todos.meanings import meaning_todos
        from plans.todos.plans import plan_todos
        from plans.todos.rings import ring_todos
        from plans.todos.stages import stage_todos
        from plans.todos.trust import trust_plan_todos
        from plans.todos.verdicts import verdict_todos
        from plans.uses import plan_uses
        from plans.ways import plan_ways
        from toolkit.providers import practice_uses, readers, uses

        nav.register(items)
        searches.register(KINDS, plan_hits)
        name_subjects()
        if kept_by_terms not in term_uses:
            term_uses.append(kept_by_terms)
        uses.register(plan_uses)
        practice_uses.register(practices_planned)
        if read_at not in readers:
            readers.append(read_at)
        facts.register(PLAN_KINDS, plan_facts)
        todo.register(trust_plan_todos)
        todo.register(verdict_todos)
        if plan_ways not in academy_ways:
            academy_ways.append(plan_ways)
        todo.register(action_todos)
        todo.register(plan_todos)
        timeline.register(plan_moments, across=plan_changes)
        todo.register(stage_todos)
        joined_events.register(Joined(activities_between, stage_events, (ActivityProgress,)))
        timeline.register(stage_moments)
        joined_events.register(Joined(actions_between, action_events, (Action,)))
        answers.register(plan_answers, across=actions_across)
        if plan_follow_ups not in follow_ups:
            follow_ups.append(plan_follow_ups)
        todo.register(ring_todos)
        joined_events.register(Joined(ratings_between, ring_events, (SelfEvaluation,)))
        timeline.register(ring_moments)
        facts.register(RING_KINDS, ring_facts)
        records.register(EVALUATION, written_records)
        todo.register(meaning_todos)
        records.register(PRIORITY, written_records)
        todo.register(learning_todos)
        events.register(learning_events)
        timeline.register(learning_moments)
        for kind in LEARNING:
            records.register(kind, learning_records)
