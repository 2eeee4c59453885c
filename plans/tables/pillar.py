"""Pillars by academy, on a page and as CSV."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from celt.lib.days import short_day
from celt.ui.tables import DayColumn, LinkColumn, NumberColumn, Table, TextColumn
from plans.rules.standing import FULL
from plans.selectors.pillar import AcademyRow, Cell


class ShortDayColumn(DayColumn):
    """A date that leaves room for seven pillars."""

    def render(self, value: datetime.date, record: AcademyRow) -> str:
        return short_day(value).replace(" ", "\u00a0")


class CellColumn(tables.Column):
    """One block a condition, tinted as in the rings, and how many of them stand firmly."""

    def __init__(self, key: str, label: str) -> None:
        super().__init__(
            verbose_name=label,
            accessor=f"cells__{key}",
            order_by=(f"-cells__{key}__share",),
            attrs={"td": {"data-label": label}},
            empty_values=(None,),
        )

    def render(self, value: Cell) -> str | SafeString:
        if not value.n:
            return format_html('<span class="none">{}</span>', "\u2013")
        blocks = format_html_join("", '<i class="swatch-{}" title="{}"></i>', ((s, FULL[s]) for s in value.standings))
        return format_html(
            '<span class="blocks" aria-hidden="true">{}</span><span class="blocks-says">{}</span>', blocks, value.says
        )


class PillarTable(Table):
    stacked = True

    academy = LinkColumn("Academy", accessor="name", shown="short", order_by=("name",))

    def __init__(self, rows: Sequence[AcademyRow], columns: Sequence[tuple[str, str]], **options: Any) -> None:
        cells = [(key, CellColumn(key, label)) for key, label in columns]
        super().__init__(
            rows, extra_columns=[*cells, ("agreed_on", ShortDayColumn("Agreed"))],
            sequence=("academy", *(key for key, _ in columns), "agreed_on"), **options,
        )  # fmt: skip


class PillarFile(Table):
    academy = TextColumn("Academy")
    what = TextColumn("Pillar or condition")
    firm = NumberColumn("Secure or embedded", kind="count")
    n = NumberColumn("Conditions", kind="count")
    standings = TextColumn("Standings")
    agreed_on = DayColumn("Agreed")
