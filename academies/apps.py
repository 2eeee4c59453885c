from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate


class AcademiesConfig(AppConfig):
    name = "academies"
    verbose_name = "Academies"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_removed

        from academies.access import Permission
        from academies.demo_letters import keep_letters_off
        from academies.doors import closed_because, invitation_used
        from academies.facts.concerns import CONCERN_KINDS, concern_facts
        from academies.facts.inspections import INSPECTION_KINDS, inspection_facts
        from academies.facts.leadership import LEADERSHIP_KINDS, leadership_facts
        from academies.happenings.decisions import decision_events
        from academies.happenings.deployments import deployment_events
        from academies.happenings.support import support_events
        from academies.held_triggers import hold_triggers
        from academies.hits.help import KINDS as HELP_KINDS
        from academies.hits.help import help_hits
        from academies.hits.records import KINDS, academy_hits
        from academies.moments.across import academy_changes
        from academies.moments.concerns import concern_moments
        from academies.moments.decisions import decision_moments
        from academies.moments.deployments import deployment_moments
        from academies.moments.inspections import inspection_moments
        from academies.moments.support import support_moments
        from academies.navigation import items, search_address
        from academies.providers import demo_parts, events, facts, records, standing, timeline, todo
        from academies.providers.search import searches
        from academies.reader_scope import seal_database
        from academies.records.concerns import CONCERN, concern_records
        from academies.records.decisions import DECISION, decision_records
        from academies.records.deployments import DEPLOYMENT, deployment_records
        from academies.records.inspections import INSPECTION, inspection_records
        from academies.records.support import SUPPORT, support_records
        from academies.second_factor import last_day_without, taken_away
        from academies.subjects import name_subjects
        from academies.todos.administrator import administrator_todos
        from academies.todos.burden import burden_todos
        from academies.todos.concerns import concern_todos
        from academies.todos.decisions import decision_todos
        from academies.todos.deployments import deployment_todos
        from academies.todos.drafts import draft_todos
        from academies.todos.letters import letter_todos
        from academies.todos.support import support_todos
        from accounts import entrance
        from celt.ui import nav, search

        entrance.register(closed=closed_because, second_factor_due=last_day_without)
        user_logged_in.connect(invitation_used)
        authenticator_removed.connect(taken_away)
        post_migrate.connect(hold_triggers, sender=self)
        post_migrate.connect(seal_database, sender=self)
        nav.register(items)
        search.register(search_address)
        searches.register(KINDS, academy_hits)
        searches.register(HELP_KINDS, help_hits)
        todo.register(draft_todos)
        todo.register(administrator_todos)
        todo.register(letter_todos)
        standing.register(burden_todos, needs=Permission.VIEW_FIGURES)
        todo.register(concern_todos)
        facts.register(CONCERN_KINDS, concern_facts)
        timeline.register(concern_moments)
        facts.register(LEADERSHIP_KINDS, leadership_facts)
        facts.register(INSPECTION_KINDS, inspection_facts)
        timeline.register(inspection_moments)
        todo.register(decision_todos)
        timeline.register(decision_moments, across=academy_changes)
        events.register(decision_events)
        todo.register(deployment_todos)
        timeline.register(deployment_moments)
        events.register(deployment_events)
        todo.register(support_todos)
        timeline.register(support_moments)
        events.register(support_events)
        name_subjects()
        demo_parts.register(keep_letters_off)
        # In the order in which one chooses among them.
        records.register(CONCERN, concern_records)
        records.register(DECISION, decision_records)
        records.register(INSPECTION, inspection_records)
        records.register(SUPPORT, support_records)
        records.register(DEPLOYMENT, deployment_records)
