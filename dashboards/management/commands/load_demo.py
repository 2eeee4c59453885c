"""manage.py load_demo: the demo trust, in an empty database."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dashboards.demo.load import NotEmpty, load_demo


class Command(BaseCommand):
    help = "Make the demo trust (invented academies, people, pupils and results) in an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="Where a trust exists, say so and end well.")

    def handle(self, *args: Any, **options: Any) -> None:
        say: Callable[[str], object] = self.stdout.write if options["verbosity"] else len
        try:
            trust = load_demo(say)
        except NotEmpty as held:
            if options["if_empty"]:
                say(str(held))
                return
            raise CommandError(f"{held} Nothing was changed.") from None
        say(f"{trust} is ready.")
