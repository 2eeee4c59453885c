"""Days as people write them."""

import datetime


def british(day: datetime.date | None) -> str:
    """1 September 2015; empty where there is no date."""
    return f"{day.day} {day:%B %Y}" if day else ""


def short_day(day: datetime.date) -> str:
    """1 Sep 2026, for tables."""
    return f"{day.day} {day:%b %Y}"


def span_of_days(first: datetime.date, last: datetime.date) -> str:
    """'1 September 2026 to 31 August 2027'; '3 to 5 March 2027'; one day alone is that day."""
    if first == last:
        return british(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {british(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%B} to {british(last)}"
    return f"{british(first)} to {british(last)}"
