"""The lists of the Data pages, on a page and as CSV."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from celt.ui.parts import Status, Tone
from celt.ui.tables import LinkColumn, NumberColumn, StatusColumn, Table, TextColumn
from pupils.models import ImportBatch
from pupils.models.batch import ImportStatus

TONES: dict[str, Tone] = {
    ImportStatus.READING: "busy",
    ImportStatus.PREVIEWED: "warn",
    ImportStatus.APPLYING: "busy",
    ImportStatus.APPLIED: "good",
    ImportStatus.REFUSED: "bad",
}


def batch_status(batch: ImportBatch) -> Status:
    return Status(batch.get_status_display(), TONES.get(batch.status, ""))


def batch_address(batch: ImportBatch) -> str:
    return reverse("pupils:batch_show", args=[batch.pk])


class BatchTable(Table):
    filename = LinkColumn("File", url=batch_address)
    kind = TextColumn("What is in it", accessor="get_kind_display", order_by="kind")
    created = TextColumn("Given")
    actor = TextColumn("By", default="Command line", orderable=False)
    status = StatusColumn("Status")
    added = NumberColumn("Added", kind="count")
    changed = NumberColumn("Changed", kind="count")
    unchanged = NumberColumn("The same", kind="count")
    rejected = NumberColumn("Rejected", kind="count")

    stacked = True

    def render_created(self, value: Any) -> str:
        return timezone.localtime(value).strftime("%-d %B %Y, %H:%M")

    def render_status(self, record: ImportBatch, column: StatusColumn) -> Any:
        return column.render(batch_status(record))

    def value_status(self, record: ImportBatch) -> str:
        return str(record.get_status_display())


class RejectionTable(Table):
    line = NumberColumn("Line", kind="count")
    column = TextColumn("Column")
    value = TextColumn("What stands there")
    reason = TextColumn("Why, and what to do", orderable=False)

    stacked = True


class CheckpointTable(Table):
    name = LinkColumn("Name", orderable=False)
    results = NumberColumn("Results", kind="count", orderable=False)
    years = TextColumn("In the years", orderable=False)


class CoverageTable(Table):
    """A row an academy; the columns after the first are made for the year and checkpoint looked at."""

    academy = TextColumn("Academy")
