"""Prints who may do what, or writes it into docs/roles.md."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from academies.roles_table import role_table, write_table


class Command(BaseCommand):
    help = "Print the table of roles and permissions, or write it into docs/roles.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="put it into docs/roles.md")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["write"]:
            self.stdout.write(role_table())
        elif write_table(settings.BASE_DIR / "docs" / "roles.md"):
            self.stdout.write("The table in docs/roles.md was made anew.")
        else:
            self.stdout.write("The table in docs/roles.md is as the code says.")
