"""What lands on one academy, a row a thing; and on all of them, a row an academy and a column a week."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from academies.rules.burden import in_figures, monday_of
from academies.selectors.burden import BurdenPage, level_of
from celt.ui.tables import DayColumn, LinkColumn, NumberColumn, Table, TextColumn


class EntryTable(Table):
    """Days as people read them on the page; first and last day in a CSV."""

    title = LinkColumn("What", note="note")
    when = TextColumn("When", order_by="day")
    starts = DayColumn("From", accessor="event__starts", visible=False)
    ends = DayColumn("Until", accessor="event__ends", visible=False)
    kind = TextColumn("Kind", accessor="event__kind")
    firm = TextColumn("Set or due")
    takes = NumberColumn("Takes, days")

    stacked = True

    def render_takes(self, value: float) -> str:
        return in_figures(round(value * 4))

    def value_takes(self, value: float) -> float:
        return value


class HeatColumn(NumberColumn):
    """Days of a week, the darker the more of them; `place` is the week's in the row, `now` the present week."""

    def __init__(self, verbose_name: str, place: int, *, now: bool = False, **kw: Any) -> None:
        kw["attrs"] = {"td": {"class": f"heat-cell{' heat-now' if now else ''}"}}
        super().__init__(verbose_name, accessor=f"weeks__{place}", empty_values=(), **kw)

    def render(self, value: int) -> SafeString:
        return format_html('<span class="heat heat-{}">{}</span>', level_of(value), in_figures(value))

    def value(self, value: int) -> float:
        return value / 4


class BurdenTable(Table):
    """How many things and full weeks there are stands in the CSV alone."""

    academy = LinkColumn("Academy", accessor="academy__name", url="url", shown="short")
    quarters = NumberColumn("Days in all", strong=True)
    clashes = NumberColumn("Clashes", kind="count")
    heavy = NumberColumn("Full weeks", kind="count", visible=False)
    things = NumberColumn("Things", kind="count", visible=False)

    class Meta(Table.Meta):
        sequence = ("academy", "quarters", "clashes", "heavy", "things", "...")

    def render_quarters(self, value: int) -> str:
        return in_figures(value)

    def value_quarters(self, value: int) -> float:
        return value / 4


def burden_table(page: BurdenPage) -> BurdenTable:
    """With a column for each week of the page's term."""
    this_week = monday_of(page.today)
    weeks = [
        (f"week_{place}", HeatColumn(f"{monday.day} {monday:%b}", place, now=monday == this_week))
        for place, monday in enumerate(page.mondays)
    ]
    caption = f"Days of leaders’ time that each week of {page.term.label} takes, by the Monday it begins on"
    return BurdenTable(page.rows, extra_columns=weeks, caption=caption)
