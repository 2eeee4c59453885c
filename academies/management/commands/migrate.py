"""Django's migrate, without rendering models again and again that an operation does not touch."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate

from celt.lib.quick_migrations import rendering_little


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        with rendering_little():
            super().handle(*args, **options)
