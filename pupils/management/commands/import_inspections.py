"""manage.py import_inspections FILE --trust NAME-OR-UID [--by EMAIL] [--dry-run]"""

from pathlib import Path
from typing import Any

import pghistory
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from academies.services.trusts import find_trust
from pupils.imports.errors import FileRefused
from pupils.published.batches import Preview
from pupils.published.inspections import apply_inspections, preview_inspections
from pupils.published.say import acting, rejected_lines


class Command(BaseCommand):
    help = (
        "Brings in the inspections of a trust's academies from Ofsted's management information (CSV, latest "
        "inspections). Each stands under the framework of its day. The same file twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the file of latest inspections")
        parser.add_argument("--trust", required=True, help="the trust's name or its group UID")
        parser.add_argument("--by", metavar="EMAIL", help="act with this person's rights, and in their name")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        by, trust = acting(options["by"]), find_trust(options["trust"])
        if trust is None:
            raise CommandError(f"The trust {options['trust']} is not here. The command import_gias makes it.")
        try:
            if options["dry_run"]:
                self._say(preview_inspections(options["file"], trust=trust, by=by))
                self.stdout.write("This was a dry run. Nothing was written.")
                return
            with pghistory.context(command="import_inspections", **({"user": by.pk} if by else {})):
                _, done = apply_inspections(options["file"], trust=trust, by=by)
        except (FileRefused, PermissionDenied) as error:
            raise CommandError(f"{error} Nothing was written.") from error
        self._say(done)

    def _say(self, done: Preview) -> None:
        for sentence in done.sentences:
            self.stdout.write(sentence)
        for line in rejected_lines(done):
            self.stdout.write(line)
