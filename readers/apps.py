from django.apps import AppConfig


class ReadersConfig(AppConfig):
    name = "readers"
    verbose_name = "Readers"

    def ready(self) -> None:
        from readers.subjects import name_subjects

        name_subjects()
