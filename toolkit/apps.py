from django.apps import AppConfig


class ToolkitConfig(AppConfig):
    name = "toolkit"
    verbose_name = "Toolkit"

    def ready(self) -> None:
        from academies.providers import todo
        from celt.ui import nav
        from toolkit.navigation import items
        from toolkit.todos.stories import story_todos

        nav.register(items)
        todo.register(story_todos)
