"""Open next steps on a page and as CSV."""

import datetime
from typing import Any

from celt.lib.days import short_day
from celt.ui.tables import DayColumn, LinkColumn, StatusColumn, Table, TextColumn


class ShortDayColumn(DayColumn):
    """A date that leaves room for the words beside it."""

    def render(self, value: datetime.date, record: Any) -> str:
        return short_day(value).replace(" ", "\u00a0")


class OpenTable(Table):
    stacked = True

    says = LinkColumn("Next step", url="url", note="about")
    academy = LinkColumn("Academy", url="academy_url")
    owner = TextColumn("Who sees to it")
    due = StatusColumn("By", accessor="due_status", order_by=("due_order",))
    since = ShortDayColumn("Asked for")
    last = StatusColumn("Last looked at", order_by=("last__word",))


class OpenFile(Table):
    says = TextColumn("Next step")
    academy = TextColumn("Academy")
    theme = TextColumn("Theme")
    part = TextColumn("Part")
    review = TextColumn("Review")
    owner = TextColumn("Who sees to it")
    due = DayColumn("By")
    since = DayColumn("Asked for on")
    age_words = TextColumn("Age")
    last = StatusColumn("Last looked at")
