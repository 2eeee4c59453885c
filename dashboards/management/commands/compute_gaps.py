"""`manage.py compute_gaps`: every gap of every trust, here and now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from academies.management.options import chosen_trusts
from celt.lib.sentences import counted
from dashboards.models import RunStatus
from dashboards.services import compute_gaps


class Command(BaseCommand):
    help = "Computes all gaps and publishes them, whole or not at all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--trust", help="Name, slug or group UID; every trust where left out.")

    def handle(self, *args: Any, **options: Any) -> None:
        failed = []
        for trust in chosen_trusts(options["trust"]):
            run = compute_gaps(trust=trust)
            for note in run.measures:
                text = note["error"] or f"{note['rows']:,} pupils, {note['figures']:,} figures, {note['seconds']:.2f} s"
                self.stdout.write(f"  {note['slug']:<20} {text}")
            self.stdout.write(f"{trust}: {run.get_status_display().lower()}, {counted(run.figures, 'figure')}.")
            if run.status != RunStatus.PUBLISHED:
                failed.append(f"{trust}: {run.message or 'see the measures above'}")
        if failed:
            raise CommandError("Not everything could be computed. " + "; ".join(failed))
