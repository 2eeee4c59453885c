"""manage.py load_demo: the demo trust, in an empty database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dashboards.demo.load import NotEmpty, load_demo


class Command(BaseCommand):
    help = "Make the demo trust (invented academies, people, pupils and results) in an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="Where a trust exists, say so and end well.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            trust = load_demo(say=self.stdout.write)
        except NotEmpty as held:
            if options["if_empty"]:
                self.stdout.write(str(held))
                return
            raise CommandError(f"{held} Nothing was changed.") from None
        self.stdout.write(self.style.SUCCESS(f"{trust} is ready."))
