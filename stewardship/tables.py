"""Tables of the pages about what the product keeps."""

from __future__ import annotations

import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from celt.ui.tables import LinkColumn, NumberColumn, Table, TextColumn
from stewardship.models import Erasure


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


def _erasure(erasure: Erasure) -> str:
    return reverse("stewardship:erasure_show", args=[erasure.pk])


class ErasureTable(Table):
    number = LinkColumn("Erasure", accessor="pk", url=_erasure)
    kind = ChoiceColumn("Whose data", "kind")
    reason = TextColumn("Why")
    state = ChoiceColumn("State", "state")
    asked_by = TextColumn("Asked for by", order_by="asked_by__full_name")
    asked_at = MomentColumn("Asked for on")
    answered_by = TextColumn("Answered by", order_by="answered_by__full_name")

    stacked = True


class RegisterTable(Table):
    """A file alone: the page tells the register by kind."""

    record = TextColumn("Record")
    model = TextColumn("Table")
    field = TextColumn("Field")
    name = TextColumn("Column")
    whose = TextColumn("Whose data")
    category = TextColumn("Category")
    special = TextColumn("Special")
    purpose = TextColumn("Purpose")
    basis = TextColumn("Lawful basis")
    kept = TextColumn("Kept how long")


class RuleTable(Table):
    what = TextColumn("What", orderable=False)
    after = TextColumn("Goes", orderable=False)
    does = TextColumn("What then happens", orderable=False)
    due = NumberColumn("Due tonight", kind="count", orderable=False)

    stacked = True


class RunTable(Table):
    at = MomentColumn("When", orderable=False)
    rule = TextColumn("By which rule", orderable=False)
    rows = NumberColumn("Rows", kind="count", orderable=False)
    before = MomentColumn("Older than", orderable=False)

    stacked = True
