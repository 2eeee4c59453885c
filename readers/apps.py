from django.apps import AppConfig


class ReadersConfig(AppConfig):
    name = "readers"
    verbose_name = "Readers"

    def ready(self) -> None:
        from academies.providers import academy_ways
        from celt.ui import nav
        from readers.navigation import items, reader_ways

        nav.register(items)
        if reader_ways not in academy_ways:
            academy_ways.append(reader_ways)
