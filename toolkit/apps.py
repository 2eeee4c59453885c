from django.apps import AppConfig


class ToolkitConfig(AppConfig):
    name = "toolkit"
    verbose_name = "Toolkit"

    def ready(self) -> None:
        from celt.ui import nav
        from toolkit.navigation import items

        nav.register(items)
