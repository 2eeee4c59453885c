"""Which years' plans may be begun and changed, and why one may not. Pure."""

from __future__ import annotations

import datetime

from celt.lib.days import british
from celt.lib.terms import first_day_of_year, last_day_of_year, year_label, year_on

# The next year's plan is thought out from June on.
BEGINS_IN_MONTH = 6
# Results of the summer are judged in the autumn: so long after its last day may a year's plan still be changed.
OPEN_UNTIL = (10, 31)


def years_to_begin(today: datetime.date) -> tuple[int, ...]:
    """The running academic year, and from 1 June to 31 August the one after it."""
    running = year_on(today)
    return (running, running + 1) if BEGINS_IN_MONTH <= today.month < 9 else (running,)


def is_over(year: int, today: datetime.date) -> bool:
    return today > last_day_of_year(year)


def last_day_to_change(year: int) -> datetime.date:
    """31 October after the academic year."""
    return datetime.date(year + 1, *OPEN_UNTIL)


def why_shut(year: int, today: datetime.date) -> str:
    """Why a plan of that year can no longer be changed; empty where it can."""
    last = last_day_to_change(year)
    if today <= last:
        return ""
    return f"{year_label(year)} is over. Its plan could be changed until {british(last)}; now it can be read."


def why_not_begun(year: int, today: datetime.date) -> str:
    """Why a plan for that year cannot be begun today; empty where it can."""
    if year in years_to_begin(today):
        return ""
    running = year_on(today)
    if year < running:
        return f"{year_label(year)} is over: begin the plan of {year_label(running)}."
    return f"A plan for {year_label(year)} can be begun from 1 June {year}."


def due_again(due: datetime.date, year: int, today: datetime.date) -> datetime.date:
    """By when an action that goes on in `year` is due until somebody sets its day anew: its own day where that lies in
    the year and ahead; else the end of October, or in two weeks where that is later. Never after the year."""
    if max(first_day_of_year(year), today) <= due <= last_day_of_year(year):
        return due
    autumn = datetime.date(year, 10, 31)
    return min(max(autumn, today + datetime.timedelta(days=14)), last_day_of_year(year))


def year_slug(year: int) -> str:
    """2025 -> "2025-26", as addresses write it."""
    return year_label(year).replace("/", "-")
