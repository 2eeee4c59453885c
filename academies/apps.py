from django.apps import AppConfig


class AcademiesConfig(AppConfig):
    name = "academies"
    verbose_name = "Academies"

    def ready(self) -> None:
        from academies.navigation import items
        from academies.providers import todo
        from academies.todos.administrator import administrator_todos
        from celt.ui import nav

        nav.register(items)
        todo.register(administrator_todos)
