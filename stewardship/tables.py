"""Tables of the pages about what the product keeps."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from celt.ui.tables import NumberColumn, Table, TextColumn


class MomentColumn(TextColumn):
    """A day and a time."""

    def render(self, value: datetime.datetime, record: Any) -> str:
        return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"

    def value(self, value: datetime.datetime) -> str:
        return timezone.localtime(value).isoformat(timespec="seconds")


class ChoiceColumn(TextColumn):
    """The words of a choice, on the page and in the file."""

    def __init__(self, verbose_name: str, field: str, **kw: Any) -> None:
        super().__init__(verbose_name, accessor=f"get_{field}_display", order_by=field, **kw)


class AccessTable(Table):
    at = MomentColumn("When")
    person = TextColumn("Who", order_by="person__full_name")
    kind = ChoiceColumn("Did what", "kind")
    what = TextColumn("With what", note="address")
    form = ChoiceColumn("As", "form")
    rows = NumberColumn("Rows", kind="count")
    reason = TextColumn("Why")
    came_from = TextColumn("From")

    stacked = True
