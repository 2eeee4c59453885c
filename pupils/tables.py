"""The lists of the Data pages, on a page and as CSV."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from celt.ui.parts import Status, Tone
from celt.ui.tables import DayColumn, LinkColumn, NumberColumn, StatusColumn, Table, TextColumn
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
    """On the page the kind and the person stand below the file's name; a CSV has them in columns."""

    filename = LinkColumn("File", url=batch_address)
    created = TextColumn("Given")
    status = StatusColumn("Status")
    added = NumberColumn("Added", kind="count")
    changed = NumberColumn("Changed", kind="count")
    rejected = NumberColumn("Rejected", kind="count")
    unchanged = NumberColumn("The same already", kind="count", visible=False)
    kind = TextColumn("What is in it", accessor="get_kind_display", order_by="kind", visible=False)
    actor = TextColumn("By", default="Command line", orderable=False, visible=False)

    stacked = True

    def render_filename(self, value: str, record: ImportBatch, column: LinkColumn) -> Any:
        note = f"{record.get_kind_display()}, {record.actor or 'command line'}"
        return format_html('<a href="{}">{}</a><br><small>{}</small>', batch_address(record), value, note)

    def value_filename(self, value: str) -> str:
        return value

    def render_created(self, value: Any) -> str:
        return timezone.localtime(value).strftime("%-d %b %Y, %H:%M")

    def render_status(self, record: ImportBatch, column: StatusColumn) -> Any:
        return column.render(batch_status(record))

    def value_status(self, record: ImportBatch) -> str:
        return str(record.get_status_display())


class RejectionTable(Table):
    line = TextColumn("Where")
    column = TextColumn("Column")
    value = TextColumn("What stands there")
    reason = TextColumn("Why, and what to do", orderable=False)

    stacked = True

    def render_line(self, value: int) -> str:
        return f"Line {value:,}"


class CheckpointTable(Table):
    name = LinkColumn("Name", orderable=False)
    due = DayColumn("Handed in by", orderable=False)
    results = NumberColumn("Results", kind="count", orderable=False)
    years = TextColumn("In the years", orderable=False)


class CoverageTable(Table):
    """A row an academy; the columns after the first are made for the year and checkpoint looked at."""

    academy = TextColumn("Academy")
