from django.apps import AppConfig


class PupilsConfig(AppConfig):
    name = "pupils"
    verbose_name = "Pupils and results"

    def ready(self) -> None:
        from celt.ui import nav
        from pupils.navigation import items

        nav.register(items)
