from django.apps import AppConfig


class StewardshipConfig(AppConfig):
    name = "stewardship"
    verbose_name = "Stewardship"

    def ready(self) -> None:
        from celt.ui import history, nav
        from stewardship.links import history_link
        from stewardship.navigation import items

        nav.register(items)
        history.register(history_link)
