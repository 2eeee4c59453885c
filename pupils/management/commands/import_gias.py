"""manage.py import_gias FILE --trust NAME-OR-UID [--links FILE] [--by EMAIL] [--dry-run]"""

from pathlib import Path
from typing import Any

import pghistory
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from academies.access import Role
from academies.models import Membership
from pupils.imports.errors import FileRefused
from pupils.published.academies import apply_academies, preview_academies
from pupils.published.batches import Preview
from pupils.published.say import acting, rejected_lines


class Command(BaseCommand):
    help = (
        "Makes or updates a trust and its academies from an extract of Get Information About Schools (CSV). "
        "Nothing is deleted: academies that left are named. The same file twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the extract of establishments")
        parser.add_argument(
            "--trust", required=True, help="the trust's name, or its group UID where the file has codes"
        )
        parser.add_argument("--links", type=Path, help="the links file, for the schools that academies replaced")
        parser.add_argument("--by", metavar="EMAIL", help="act with this person's rights, and in their name")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted, by = options["trust"], acting(options["by"])
        try:
            if options["dry_run"]:
                done = preview_academies(options["file"], wanted=wanted, by=by, links=options["links"])
                self._say(done)
                self.stdout.write("This was a dry run. Nothing was written.")
                return
            with pghistory.context(command="import_gias", **({"user": by.pk} if by else {})):
                trust, _, done = apply_academies(options["file"], wanted=wanted, by=by, links=options["links"])
        except (FileRefused, PermissionDenied) as error:
            raise CommandError(f"{error} Nothing was written.") from error
        self._say(done)
        if not Membership.objects.filter(trust=trust).exists():
            self.stdout.write("Nobody holds a role in this trust yet. Next, add its administrator and its data lead:")
            for role in (Role.ADMINISTRATOR, Role.DATA_LEAD):
                person = f'NAME@EXAMPLE.ORG --name "FULL NAME" --role {role.value} --trust {trust.slug}'
                self.stdout.write(f"  ./manage.py add_person {person}")

    def _say(self, done: Preview) -> None:
        for sentence in done.sentences:
            self.stdout.write(sentence)
        for line in rejected_lines(done):
            self.stdout.write(line)
