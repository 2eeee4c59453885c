"""`manage.py restore FILE`"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stewardship.backup.archive import BadBackup, Reader
from stewardship.backup.restore import restore_backup


class Command(BaseCommand):
    help = "Fills an empty database and an empty uploads' folder from a back-up."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="what `manage.py backup` wrote")
        parser.add_argument("--check", action="store_true", help="only read the file from end to end; touches nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["check"]:
                reader = Reader(options["file"])
                reader.close()
                found = reader.manifest
            else:
                found = restore_backup(options["file"])
        except BadBackup as sentence:
            raise CommandError(str(sentence)) from None
        rows = sum(table.rows for table in found.tables.values())
        said = "is whole" if options["check"] else "is restored"
        self.stdout.write(
            f"The back-up of {found.made_at} {said}: {rows:,} rows of {len(found.tables)} tables,"
            f" {len(found.uploads):,} uploads."
        )
