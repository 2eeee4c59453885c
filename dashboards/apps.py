from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "dashboards"
    verbose_name = "Dashboards"

    def ready(self) -> None:
        from celt.ui import nav
        from dashboards.navigation import items
        from dashboards.tasks import after_import
        from pupils import providers

        nav.register(items)
        if after_import not in providers.after_import:
            providers.after_import.append(after_import)
