"""`manage.py export_gaps FILE`: the published gaps as a CSV, as a trust leader may see them."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from academies.management.options import chosen_trusts
from dashboards.export import COLUMNS, export_rows
from dashboards.export import write as write_csv


class Command(BaseCommand):
    help = "Writes the published gaps to a CSV file, through disclosure control."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--trust", help="Name, slug or group UID; every trust where left out.")
        parser.add_argument(
            "--raw",
            action="store_true",
            help="All figures, small groups too. Keep the file as safe as the pupils' own data.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        trusts = chosen_trusts(options["trust"])
        target: Path = options["file"]
        try:
            with target.open("w", encoding="utf-8", newline="") as file:
                count = write_csv(file, COLUMNS, export_rows(trusts, raw=options["raw"]))
        except OSError as error:
            raise CommandError(f"{target} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{count:,} rows written to {target}.")
