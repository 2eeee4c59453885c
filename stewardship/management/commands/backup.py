"""`manage.py backup FILE`"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stewardship.backup.archive import BadBackup
from stewardship.backup.make import make_backup


class Command(BaseCommand):
    help = "Writes database and uploads, as they are at one moment, to one file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a name that is free; the file is written whole or not at all")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = make_backup(options["file"])
        except BadBackup as sentence:
            raise CommandError(str(sentence)) from None
        rows = sum(table.rows for table in made.tables.values())
        self.stdout.write(
            f"{options['file']} holds {rows:,} rows of {len(made.tables)} tables and {len(made.uploads):,} uploads."
            " Keep it as you keep the database itself: it can be read by whoever has it."
        )
