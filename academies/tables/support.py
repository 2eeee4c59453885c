"""Promises of support, and academies with what they were promised and had. A page and its file are made alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from academies.models.support import SupportKind
from academies.rules.entitlement import KINDS
from academies.rules.support import State, Tally, number
from celt.ui.tables import DayColumn, LinkColumn, NumberColumn, StatusColumn, Table, TextColumn, TierColumn

SHORT = {
    SupportKind.VISIT: "Visits",
    SupportKind.FULL_DAY_REVIEW: "Full-day review",
    SupportKind.LEADER_DAYS: "Leader days",
    SupportKind.COACHING_DAYS: "Coaching days",
    SupportKind.PARTNERSHIP: "Meetings",
    SupportKind.CATEGORY_REVIEW: "Category reviews",
}


class TallyColumn(tables.Column):
    """'2 of 4', delivered of promised, with a mark where some of it is late."""

    def __init__(self, kind: str, **kw: Any) -> None:
        label = SHORT[SupportKind(kind)]
        kw.setdefault("attrs", {"th": {"class": "n"}, "td": {"class": "n", "data-label": label}})
        super().__init__(verbose_name=label, accessor=kind, order_by=f"{kind}_order", **kw)

    def render(self, value: Tally) -> str | SafeString:
        if not value.promised and not value.delivered:
            return format_html('<span class="none">{}</span>', "–")
        if value.late:
            return format_html('<span class="tally-late">{}</span>', value.says)
        return value.says


class AcademySupportTable(Table):
    academy = LinkColumn("Academy", shown="short")
    tier = TierColumn("Category", order_by="tier_order")
    visit, full_day_review, leader_days, coaching_days, partnership, category_review = (
        TallyColumn(kind) for kind in KINDS
    )
    late = NumberColumn("Late", kind="count")
    next = LinkColumn("Next visit", url="next_url", order_by="next_on")

    def __init__(self, *args: Any, kinds: Sequence[str] = KINDS, **kwargs: Any) -> None:
        left_out = [kind for kind in KINDS if kind not in kinds]
        super().__init__(*args, exclude=(*kwargs.pop("exclude", ()), *left_out), **kwargs)


class PromiseTable(Table):
    """On paper only what is late: the sheet is for a meeting."""

    stacked = True
    what = LinkColumn("What", note="note")
    academy = LinkColumn("Academy", url="academy_url", shown="short")
    status = StatusColumn("State", order_by="order")
    due = DayColumn("Due by")

    class Meta(Table.Meta):
        row_attrs = {"class": lambda record: None if record.state is State.LATE else "not-late"}


class PromiseFile(Table):
    academy = TextColumn("Academy")
    tier = TierColumn("Category that owes it")
    kind = TextColumn("Kind")
    promised = NumberColumn("Promised")
    delivered = NumberColumn("Delivered")
    due = DayColumn("Due by")
    planned_on = DayColumn("Planned for")
    lead = TextColumn("Led by")
    focus = TextColumn("About")
    beyond = TextColumn("Beyond the category")
    status = StatusColumn("State")

    def render_beyond(self, value: bool) -> str:
        return "Yes" if value else "No"

    def value_beyond(self, value: bool) -> str:
        return self.render_beyond(value)


class AcademySupportFile(Table):
    """Numbers in columns of their own, for whoever reckons with them."""

    academy = TextColumn("Academy")
    tier = TierColumn("Category")
    late = NumberColumn("Late")
    next_on = TextColumn("Next visit", accessor="next")

    def __init__(self, rows: Sequence[dict[str, Any]], **kwargs: Any) -> None:
        columns = [
            (f"{kind}_{what}", NumberColumn(f"{SHORT[SupportKind(kind)]} {what}"))
            for kind in KINDS
            for what in ("promised", "delivered")
        ]
        super().__init__([_flat(row) for row in rows], extra_columns=columns, **kwargs)


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    amounts: dict[str, float] = {}
    for kind in KINDS:
        amounts[f"{kind}_promised"], amounts[f"{kind}_delivered"] = (
            number(row[kind].promised),
            number(row[kind].delivered),
        )
    return {**row, **amounts}
