from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "dashboards"
    verbose_name = "Dashboards"

    def ready(self) -> None:
        from academies.providers import todo
        from celt.ui import nav
        from dashboards.navigation import items
        from dashboards.tasks import after_import
        from dashboards.todos import figure_todos
        from pupils import providers

        nav.register(items)
        todo.register(figure_todos)
        if after_import not in providers.after_import:
            providers.after_import.append(after_import)
