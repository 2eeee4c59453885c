"""Who opened the record, as a list and as a file."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from celt.lib.days import british
from celt.ui.tables import Table, TextColumn
from coaching.models import Opening


class WhenColumn(TextColumn):
    def render(self, value: Any, record: Any) -> str:
        at = timezone.localtime(value)
        return f"{british(at.date())}, {at:%-H.%M}"

    def value(self, value: Any) -> Any:
        return timezone.localtime(value).isoformat(timespec="seconds")


class OpeningTable(Table):
    stacked = True

    at = WhenColumn("When")
    person = TextColumn("Who", accessor="person__full_name")
    what = TextColumn("What", accessor="get_what_display", orderable=False)
    visit = TextColumn("Visit of", accessor="visit__day", orderable=False)

    class Meta(Table.Meta):
        order_by = "-at"

    def render_visit(self, value: Any, record: Opening) -> str:
        return british(value)
