from django.apps import AppConfig


class ReadersConfig(AppConfig):
    name = "readers"
    verbose_name = "Readers"

    def ready(self) -> None:
        from academies.providers import academy_ways, demo_parts, events, searches, todo
        from academies.providers.joined import Joined, joined_moments
        from celt.ui import nav
        from readers.demo import play_readers
        from readers.happenings import board_events
        from readers.hits import KINDS, reader_hits
        from readers.models import BoardMeeting
        from readers.moments import issued_at, reader_moments
        from readers.navigation import items, reader_ways
        from readers.subjects import name_subjects
        from readers.todos import reader_todos

        nav.register(items)
        name_subjects()
        todo.register(reader_todos)
        events.register(board_events)
        joined_moments.register(Joined(issued_at, reader_moments, (BoardMeeting,)))
        searches.register(KINDS, reader_hits)
        demo_parts.register(play_readers)
        if reader_ways not in academy_ways:
            academy_ways.append(reader_ways)
