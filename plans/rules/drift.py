"""Time in a stage against the time that it is expected to take, counted in terms. Pure.

A term lasts until the next one begins, so that three of them are a year and a stage that is opened in the middle of one
has passed one term in the middle of the next.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from celt.lib.sentences import SMALL_NUMBERS
from celt.lib.terms import TERMS, usual_days, year_on
from plans.rules.stage import WORDS

Where = Literal["early", "in time", "past"]
MARGIN_YEARS = 8
"""Years of terms beyond the days asked about: three stages of nine terms at the most."""
TERMS_A_YEAR = len(TERMS)


@dataclass(frozen=True, slots=True)
class Calendar:
    """First days of terms, in order."""

    starts: tuple[datetime.date, ...]

    def place(self, day: datetime.date) -> float:
        """The day as a number of terms: 4.5 is the middle of the fifth."""
        index = min(max(bisect_right(self.starts, day) - 1, 0), len(self.starts) - 2)
        first, following = self.starts[index], self.starts[index + 1]
        return index + (day - first).days / (following - first).days

    def day(self, place: float) -> datetime.date:
        index = min(max(int(place), 0), len(self.starts) - 2)
        first, following = self.starts[index], self.starts[index + 1]
        return first + datetime.timedelta(days=round((place - index) * (following - first).days))

    def between(self, first: datetime.date, last: datetime.date) -> float:
        return max(0.0, self.place(last) - self.place(first))


def calendar_of(dated: Mapping[tuple[int, str], datetime.date], first: datetime.date, last: datetime.date) -> Calendar:
    """`dated`: the first days that the trust set, by academic year and term; the usual ones stand for the rest."""
    years = range(year_on(first) - 1, year_on(last) + MARGIN_YEARS + 1)
    days = {dated.get((year, name)) or usual_days(year, name)[0] for year in years for name in TERMS}
    return Calendar(tuple(sorted(days)))


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a stage; `closed` None: still in it."""

    opened: datetime.date
    closed: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Drift:
    """`terms`: spent in the stage so far, all its passages together. `early_on`, `late_on`: the days on which the least
    and the most of the expected time is spent, if it is left no more before."""

    stage: int
    terms: float
    days: int
    early_on: datetime.date
    late_on: datetime.date
    today: datetime.date
    shortest: int
    longest: int

    @property
    def where(self) -> Where:
        if self.today > self.late_on:
            return "past"
        return "early" if self.today < self.early_on else "in time"

    @property
    def days_past(self) -> int:
        return max(0, (self.today - self.late_on).days)

    @property
    def weeks_past(self) -> int:
        return self.days_past // 7

    @property
    def expected(self) -> str:
        return expected_words(self.shortest, self.longest)

    @property
    def says(self) -> str:
        """'Ten months in stage two; expected two terms to a year.'"""
        if not self.days:
            return f"In stage {WORDS[self.stage]} since today; expected {self.expected}."
        return f"{_opened(time_words(self.days))} in stage {WORDS[self.stage]}; expected {self.expected}."

    @property
    def past(self) -> str:
        """'Past the expected year by six weeks.'; empty where it is not."""
        if self.where != "past":
            return ""
        by = time_words(self.days_past)
        return f"Past the expected {_length(self.longest).removeprefix('a ')} by {by}."


def drift(
    stage: int, spans: Sequence[Span], today: datetime.date, shortest: int, longest: int, calendar: Calendar
) -> Drift:
    """`spans`: the passages of one stage, oldest first; the last of them is the present one."""
    ended = [(span, span.closed) for span in spans[:-1] if span.closed is not None]
    before = sum(calendar.between(span.opened, closed) for span, closed in ended)
    days_before = sum((closed - span.opened).days for span, closed in ended)
    last = spans[-1]
    until = last.closed or today
    here = calendar.place(last.opened)
    return Drift(
        stage=stage,
        terms=before + calendar.between(last.opened, until),
        days=days_before + max(0, (until - last.opened).days),
        early_on=calendar.day(here + max(0.0, shortest - before)),
        late_on=calendar.day(here + max(0.0, longest - before)),
        today=until,
        shortest=shortest,
        longest=longest,
    )


def expected_words(shortest: int, longest: int) -> str:
    """(2, 3) -> 'two terms to a year'; (3, 6) -> 'one to two years'; (2, 2) -> 'two terms'."""
    if shortest == longest:
        return _length(shortest)
    if shortest % TERMS_A_YEAR == 0 and longest % TERMS_A_YEAR == 0:
        return f"{_number(shortest // TERMS_A_YEAR)} to {_number(longest // TERMS_A_YEAR)} years"
    if longest % TERMS_A_YEAR == 0:
        return f"{_length(shortest)} to {_length(longest)}"
    return f"{_number(shortest)} to {_number(longest)} terms"


def time_words(days: int) -> str:
    """A stretch of time as people say it: 'nine days', 'six weeks', 'ten months', 'two years'."""
    if days < 14:
        return _counted(days, "day")
    if days < 84:
        return _counted(days // 7, "week")
    months = round(days / 30.44)
    if months < 24:
        return _counted(months, "month")
    years, left = divmod(months, 12)
    return _counted(years, "year") + (f" and {_counted(left, 'month')}" if left else "")


def _length(terms: int) -> str:
    if terms % TERMS_A_YEAR == 0:
        years = terms // TERMS_A_YEAR
        return "a year" if years == 1 else f"{_number(years)} years"
    return "one term" if terms == 1 else f"{_number(terms)} terms"


def _number(n: int) -> str:
    return SMALL_NUMBERS[n].lower() if n < len(SMALL_NUMBERS) else str(n)


def _counted(n: int, noun: str) -> str:
    return f"{_number(n)} {noun}{'' if n == 1 else 's'}"


def _opened(words: str) -> str:
    return words[0].upper() + words[1:]
