from django.apps import AppConfig


class CoachingConfig(AppConfig):
    name = "coaching"
    verbose_name = "Coaching"

    def ready(self) -> None:
        from celt.ui import nav
        from coaching.navigation import items
        from coaching.practice_uses import practices_coached
        from toolkit.providers import practice_uses

        nav.register(items)
        practice_uses.register(practices_coached)
