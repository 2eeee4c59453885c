"""manage.py import_performance_tables FILE --year 2018/19 [--trust NAME-OR-UID] [--by EMAIL] [--dry-run]"""

import argparse
from pathlib import Path
from typing import Any

import pghistory
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from academies.management.options import chosen_trust, every_trust
from academies.models import Trust
from celt.lib.sentences import counted
from celt.lib.terms import parse_year
from pupils.imports.errors import FileRefused
from pupils.published.batches import Preview
from pupils.published.say import acting, rejected_lines
from pupils.published.services import apply_performance_tables, preview_performance_tables, trusts_in


def academic_year(text: str) -> int:
    try:
        return parse_year(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


class Command(BaseCommand):
    help = (
        "Brings in published key stage 2 or 4 outcomes (school performance tables, CSV): the trust's academies, their "
        "local authority and England. The stage is found from the columns. The same file twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="ks2final, ks2revised, ks4final or ks4revised")
        parser.add_argument("--year", type=academic_year, required=True, help="the academic year, such as 2018/19")
        parser.add_argument("--trust", help="name or group UID; left out: every trust here with an academy in the file")
        parser.add_argument("--by", metavar="EMAIL", help="act with this person's rights, and in their name")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        path, year, by = options["file"], options["year"], acting(options["by"])
        try:
            trusts = self._trusts(path, year, options["trust"])
            if options["dry_run"]:
                for trust in trusts:
                    self._say(preview_performance_tables(path, year=year, trust=trust, by=by))
                self.stdout.write("This was a dry run. Nothing was written.")
                return
            actor = {"user": by.pk} if by else {}
            with pghistory.context(command="import_performance_tables", **actor), transaction.atomic():
                done = [apply_performance_tables(path, year=year, trust=trust, by=by) for trust in trusts]
        except (FileRefused, PermissionDenied) as error:
            raise CommandError(f"{error} Nothing was written.") from error
        for _, preview in done:
            self._say(preview)

    def _trusts(self, path: Path, year: int, wanted: str | None) -> list[Trust]:
        if wanted:
            return [chosen_trust(wanted)]
        every = every_trust()
        found = trusts_in(path, year)
        if not found and len(every) > 1:
            raise CommandError(
                "None of the academies here is in this file. Name the trust with --trust to take it anyway."
            )
        return found or every

    def _say(self, done: Preview) -> None:
        for sentence in done.sentences:
            self.stdout.write(sentence)
        self.stdout.write(
            f"Figures added: {done.added:,}; changed: {done.changed:,}; unchanged: {done.unchanged:,}; "
            f"{counted(done.rejected, 'row')} not taken."
        )
        for line in rejected_lines(done):
            self.stdout.write(line)
