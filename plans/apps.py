from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "Improvement plans"

    def ready(self) -> None:
        from celt.ui import nav
        from plans.navigation import items

        nav.register(items)
