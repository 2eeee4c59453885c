"""The way so far, drawn: a row for each stage, its passages against the time that it is expected to take. Pure.

Places are in percent of the width, so that the text in the drawing keeps its size on a phone.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from celt.lib.days import british, short_day
from celt.lib.terms import year_label, year_on
from plans.rules.drift import Calendar, Drift, Span

ROW, TOP = 56, 8
ROOM = 12
"""Percent of the width that the name of a year takes on a phone."""
BEYOND = 0.03
"""How much of the width is left free after the last day."""


@dataclass(frozen=True, slots=True)
class Bar:
    x: str
    width: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A stage. `least` and `rest`: the shortest expected time, and from there to the longest; none where the stage has
    not begun."""

    label: str
    note: str
    y: int
    bars: tuple[Bar, ...]
    least: Bar | None = None
    rest: Bar | None = None

    @property
    def text_y(self) -> int:
        return self.y + 14

    @property
    def bar_y(self) -> int:
        return self.y + 22

    @property
    def band_y(self) -> int:
        return self.y + 37


@dataclass(frozen=True, slots=True)
class Tick:
    x: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    today: str
    height: int
    says: str

    @property
    def axis_y(self) -> int:
        return self.height - 6

    @property
    def foot_y(self) -> int:
        return self.height - 22


@dataclass(frozen=True, slots=True)
class Told:
    """What is drawn of a stage: its title, its passages, and where its time stands."""

    title: str
    spans: Sequence[Span]
    drift: Drift | None = None


def drawn(stages: Sequence[Told], today: datetime.date, calendar: Calendar) -> Picture:
    begun = [span for told in stages for span in told.spans]
    first = min(span.opened for span in begun)
    last = max([today, *(told.drift.late_on for told in stages if told.drift)])
    days = max((last - first).days, 1)
    whole = days * (1 + BEYOND)

    def x(day: datetime.date) -> float:
        return 100 * min(max((day - first).days, 0), whole) / whole

    def bar(opened: datetime.date, closed: datetime.date, title: str = "") -> Bar:
        left = x(opened)
        return Bar(f"{left:.2f}%", f"{max(x(closed) - left, 0.6):.2f}%", title)

    rows = []
    for place, told in enumerate(stages):
        bars = tuple(bar(span.opened, span.closed or today, _title(span)) for span in told.spans)
        least = rest = None
        if told.drift is not None and told.spans:
            opened = told.spans[-1].opened
            least = bar(opened, max(opened, told.drift.early_on))
            rest = bar(max(opened, told.drift.early_on), max(opened, told.drift.late_on))
        rows.append(Row(told.title, _note(told), TOP + place * ROW, bars, least, rest))
    height = TOP + len(stages) * ROW + 28
    return Picture(
        tuple(rows), tuple(_ticks(calendar, first, last, x)), f"{x(today):.2f}%", height, _says(stages, today)
    )


def _ticks(
    calendar: Calendar, first: datetime.date, last: datetime.date, x: Callable[[datetime.date], float]
) -> list[Tick]:
    """A line where a term begins; the year's name where it is its first, or where the drawing begins."""
    found: list[Tick] = []
    named: set[int] = set()
    september = next((day for day in calendar.starts if day > first and day.month in (8, 9)), last)
    if x(september) > ROOM:
        named.add(year_on(first))
        found.append(Tick("0%", year_label(year_on(first))))
    for day in calendar.starts:
        if not first < day <= last:
            continue
        year = year_on(day + datetime.timedelta(days=7))
        found.append(Tick(f"{x(day):.2f}%", "" if year in named or day.month not in (8, 9) else year_label(year)))
        named.add(year)
    return found


def _title(span: Span) -> str:
    return f"{british(span.opened)} to {british(span.closed)}" if span.closed else f"Since {british(span.opened)}"


def _note(told: Told) -> str:
    if not told.spans:
        return "not begun"
    return "; again ".join(
        f"{short_day(span.opened)} to {short_day(span.closed)}" if span.closed else f"since {short_day(span.opened)}"
        for span in told.spans
    )


def _says(stages: Sequence[Told], today: datetime.date) -> str:
    """The drawing in words, for those who do not see it."""
    return " ".join(f"{told.title}: {_note(told)}." for told in stages) + f" Today is {british(today)}."
