from django.apps import AppConfig


class CoachingConfig(AppConfig):
    name = "coaching"
    verbose_name = "Coaching"

    def ready(self) -> None:
        from academies.access import Permission
        from academies.providers import own_events
        from celt.ui import nav
        from coaching.happenings import own_visits
        from coaching.navigation import items
        from coaching.practice_uses import practices_coached
        from toolkit.providers import practice_uses

        nav.register(items)
        own_events.register(own_visits, page="coaching:coming", needs=Permission.COACH)
        practice_uses.register(practices_coached)
