"""Categories over the trust, and an academy's over the years; on a page and as CSV."""

import datetime
from typing import Any

from celt.lib.days import short_day
from celt.ui.tables import DayColumn, LinkColumn, StatusColumn, Table, TextColumn, TierColumn


class ShortDayColumn(DayColumn):
    """A date where many stand side by side."""

    def render(self, value: datetime.date, record: Any) -> str:
        return short_day(value).replace(" ", "\u00a0")


class CategoryTable(Table):
    """Rows are academies.selectors.categories.CategoryRow."""

    academy = LinkColumn("Academy", url="url", shown="short", note="phase")
    tier = TierColumn("Category", order_by="position")
    state = StatusColumn("State", order_by=("state_rank", "academy"))
    before = TierColumn("Before", orderable=False)
    since = ShortDayColumn("Since")
    until = ShortDayColumn("Until")
    subjects = TextColumn("By subject")
    answer = TextColumn("The head")

    stacked = True


class CategoryFile(CategoryTable):
    """The same as a file, where the phase has a column of its own."""

    phase = TextColumn("Phase")

    class Meta:
        sequence = ("academy", "phase", "...")


class HistoryTable(Table):
    """Rows are academies.selectors.category.Record."""

    about = LinkColumn("About", url="url")
    tier = TierColumn("Category", orderable=False)
    starts = DayColumn("From", accessor="decision__starts")
    ends = DayColumn("Until", accessor="decision__ends")
    status = StatusColumn("State", orderable=False)
    rationale = TextColumn("Why", accessor="decision__rationale", orderable=False)
    moderation = TextColumn("Second person", orderable=False)
    reason = TextColumn("Their reason", accessor="decision__moderation_reason", orderable=False)
    answer = TextColumn("The head", accessor="answer_status__word", orderable=False)
    answer_says = TextColumn("What the head says", accessor="decision__answer_says", orderable=False)
