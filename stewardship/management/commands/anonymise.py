"""manage.py anonymise --copy NAME: turns a copy of the database into one for training. See stewardship/anonymise.py."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stewardship.anonymise import NotACopy, anonymise


class Command(BaseCommand):
    help = (
        "Replaces names, e-mails, birth dates, UPNs and everything that somebody wrote, in every table and its "
        "history, for good. Only in a copy: NAME must be the name of the database that DATABASE_URL leads to, and "
        "nobody else may be connected to it. Run it as the owner of the tables."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--copy", required=True, metavar="NAME", help="the name of the database, which is a copy")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            columns = anonymise(copy=options["copy"])
        except NotACopy as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{columns} columns of {options['copy']} hold invented data now.")
