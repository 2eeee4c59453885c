"""The days of a category decision."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from celt.lib.terms import year_on

FIRST = datetime.date(2000, 9, 1)
YEARS_AT_MOST = 2


class NotPossible(ValueError):
    """The text says to whoever asked what to mend, `field` where."""

    def __init__(self, field: str, says: str) -> None:
        super().__init__(says)
        self.field = field


def check_period(starts: datetime.date, ends: datetime.date) -> None:
    """Raises NotPossible where these cannot be the first and the last day of a decision."""
    if ends < starts:
        raise NotPossible("ends", f"The last day, {_day(ends)}, is before the first, {_day(starts)}. Mend one.")
    if starts < FIRST:
        raise NotPossible("starts", f"{_day(starts)} is before anything that is kept here. Check the year.")
    if (ends - starts).days >= YEARS_AT_MOST * 366:
        raise NotPossible("ends", "A category is decided for two years at most. Choose an earlier last day.")


def usual_period(today: datetime.date, latest_end: datetime.date | None = None) -> tuple[datetime.date, datetime.date]:
    """What a form offers: from today, or from the day after the present decision where that ends within eight weeks,
    to the end of the academic year that the first day lies in; of the next where that is less than a term away."""
    starts = today
    if latest_end is not None and today <= latest_end <= today + datetime.timedelta(weeks=8):
        starts = latest_end + datetime.timedelta(days=1)
    ends = datetime.date(year_on(starts) + 1, 8, 31)
    if (ends - starts).days < 90:
        ends = datetime.date(ends.year + 1, 8, 31)
    return starts, ends


def unbroken_since(
    starts: datetime.date, word: str, earlier: Iterable[tuple[datetime.date, datetime.date, str]]
) -> datetime.date:
    """Since when a category has held without a day between: `starts`, or the first day of the decisions of the same
    category that lead up to it. `earlier`: first day, last day and category of each, in any order."""
    for first, last, before in sorted(earlier, reverse=True):
        if before == word and last + datetime.timedelta(days=1) == starts:
            starts = first
    return starts


def _day(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"
