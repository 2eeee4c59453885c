from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "celt.ui"
    label = "ui"

    def ready(self) -> None:
        import celt.checks  # noqa: F401  (registers)
        from celt.ui import nav
        from celt.ui.help.navigation import items
        from celt.ui.wording import say_what_to_do

        nav.register(items)
        say_what_to_do()
