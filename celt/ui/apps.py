from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "celt.ui"
    label = "ui"

    def ready(self) -> None:
        from celt.ui.wording import say_what_to_do

        say_what_to_do()
