from django.apps import AppConfig


class PupilsConfig(AppConfig):
    name = "pupils"
    verbose_name = "Pupils and results"

    def ready(self) -> None:
        from academies.providers import events, facts, todo
        from celt.ui import nav
        from pupils.facts import DATA_KINDS, data_facts
        from pupils.happenings import checkpoint_events
        from pupils.navigation import items
        from pupils.subjects import name_subjects
        from pupils.todos import file_todos

        nav.register(items)
        name_subjects()
        todo.register(file_todos)
        facts.register(DATA_KINDS, data_facts)
        events.register(checkpoint_events)
