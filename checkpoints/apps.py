"""Checkpoints that the trust sets, what academies hand in, and what was decided for each."""

from django.apps import AppConfig


class CheckpointsConfig(AppConfig):
    name = "checkpoints"
    verbose_name = "Checkpoints"

    def ready(self) -> None:
        from academies.providers import academy_ways, answers, profile_parts, records, searches, todo
        from academies.providers.demo import demo_parts
        from academies.providers.joined import Joined, joined_events, joined_moments
        from celt.ui import nav
        from checkpoints.demo import play_checkpoints
        from checkpoints.happenings.checkpoints import place_events, places_between
        from checkpoints.hits import KINDS, checkpoint_hits
        from checkpoints.models import CheckpointDecision, CheckpointPlace, Intervention
        from checkpoints.moments.checkpoints import checkpoint_moments, decisions_at
        from checkpoints.navigation import checkpoint_ways, items
        from checkpoints.records.interventions import INTERVENTION, intervention_answers, intervention_records
        from checkpoints.subjects import name_subjects
        from checkpoints.todos.checkpoints import place_todos
        from plans.todos.trust import trust_plan_todos

        models = (CheckpointPlace, Intervention)
        nav.register(items)
        name_subjects()
        records.register(INTERVENTION, intervention_records)
        answers.register(intervention_answers)
        joined_moments.register(Joined(decisions_at, checkpoint_moments, (CheckpointDecision,)))
        joined_events.register(Joined(places_between, place_events, models))
        todo.register(place_todos, before=trust_plan_todos)
        searches.register(KINDS, checkpoint_hits)
        for places in (academy_ways, profile_parts):
            if checkpoint_ways not in places:
                places.append(checkpoint_ways)
        demo_parts.register(play_checkpoints)
