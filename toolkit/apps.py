from django.apps import AppConfig


class ToolkitConfig(AppConfig):
    name = "toolkit"
    verbose_name = "Toolkit"

    def ready(self) -> None:
        from celt.ui import nav, search
        from toolkit.navigation import items, search_address

        nav.register(items)
        search.register(search_address)
