"""Brings a file of pupils, results or attendance in, from the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from academies.management.options import TRUST_HELP, chosen_trust
from academies.row_scope import every_row
from accounts.models import User
from celt.lib.sentences import counted
from pupils.imports.errors import Busy, FileRefused
from pupils.imports.layouts import LAYOUTS
from pupils.services.imports import import_file

SHOWN = 20


class Command(BaseCommand):
    help = "Brings a CSV or XLSX file of pupils, results or attendance in, whole or not at all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=sorted(LAYOUTS))
        parser.add_argument("file", type=Path)
        parser.add_argument("--trust", help=TRUST_HELP)
        parser.add_argument(
            "--by", default="", metavar="EMAIL", help="Act with this person's rights, and in their name."
        )
        parser.add_argument("--mapping", default="", help="Name of a ready or saved column mapping.")
        parser.add_argument(
            "--set",
            action="append",
            default=[],
            metavar="COLUMN=TEXT",
            help="A value that the file lacks, for every row.",
        )
        parser.add_argument("--dry-run", action="store_true", help="Say what the file would do, and write nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        fixed = dict(pair.split("=", 1) for pair in options["set"] if "=" in pair)
        if len(fixed) < len(options["set"]):
            raise CommandError("Write --set as COLUMN=TEXT, for example --set academic_year=2024/25.")
        by = User.objects.filter(email__iexact=options["by"]).first() if options["by"] else None
        if options["by"] and by is None:
            raise CommandError(f"Nobody here has the e-mail {options['by']}.")
        try:
            batch = import_file(
                by=by,
                trust=chosen_trust(options["trust"]),
                kind=options["kind"],
                path=options["file"],
                mapping=options["mapping"],
                fixed=fixed,
                dry_run=options["dry_run"],
                progress=self.bar,
            )
        except (FileRefused, Busy, PermissionDenied) as error:
            self.clear()
            raise CommandError(str(error)) from None
        self.clear()
        done = "would be" if options["dry_run"] else "is" if batch.added == 1 else "are"
        self.stdout.write(
            f"{batch.filename}: {counted(batch.added, 'row')} {done} added, {batch.changed:,} changed, "
            f"{batch.unchanged:,} unchanged, {batch.rejected:,} rejected."
        )
        if ignored := batch.options.get("ignored"):
            self.stdout.write(f"Not used: {', '.join(ignored)}.")
        with every_row():
            rejections = getattr(batch, "sample", None) or list(batch.rejections.all()[:SHOWN])
        for row in rejections[:SHOWN]:
            self.stdout.write(f"  line {row.line}{', ' + row.column if row.column else ''}: {row.reason}")
        if batch.rejected > SHOWN:
            self.stdout.write(f"  and {batch.rejected - SHOWN:,} more; the Data pages give them as a file to mend.")

    def bar(self, percent: int, doing: str) -> None:
        if sys.stderr.isatty():
            filled = percent * 30 // 100
            self.stderr.write(f"\r{'█' * filled}{'·' * (30 - filled)} {percent:3d}% {doing:<20}", ending="")
            self.stderr.flush()

    def clear(self) -> None:
        if sys.stderr.isatty():
            self.stderr.write("\r" + " " * 60 + "\r", ending="")
