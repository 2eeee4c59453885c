"""`manage.py compute_gaps`: every gap of every trust, here and now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from academies.models import Trust
from celt.lib.sentences import counted
from dashboards.models import RunStatus
from dashboards.services import compute_gaps


class Command(BaseCommand):
    help = "Computes all gaps and publishes them, whole or not at all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--trust", help="Name, slug or group UID; every trust where left out.")

    def handle(self, *args: Any, **options: Any) -> None:
        trusts = Trust.objects.all()
        if wanted := options["trust"]:
            trusts = trusts.filter(name__iexact=wanted) | trusts.filter(slug=wanted) | trusts.filter(uid=wanted)
        found = list(trusts)
        if not found:
            raise CommandError(
                f"There is no trust “{wanted}”." if wanted else "There is no trust yet: import_gias first."
            )
        failed = []
        for trust in found:
            run = compute_gaps(trust=trust)
            for note in run.measures:
                text = note["error"] or f"{note['rows']:,} pupils, {note['figures']:,} figures, {note['seconds']:.2f} s"
                self.stdout.write(f"  {note['slug']:<20} {text}")
            self.stdout.write(f"{trust}: {run.get_status_display().lower()}, {counted(run.figures, 'figure')}.")
            if run.status != RunStatus.PUBLISHED:
                failed.append(f"{trust}: {run.message or 'see the measures above'}")
        if failed:
            raise CommandError("Not everything could be computed. " + "; ".join(failed))
