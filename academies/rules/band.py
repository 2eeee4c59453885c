"""Categories over the years, drawn as a band: positions in percent of the width, a whole academic year the unit."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from celt.lib.days import span_of_days
from celt.lib.terms import year_label, year_on

LEAST_YEARS = 2
# A stretch narrower than this has no room for its word.
ROOM_FOR_WORD = 24.0


@dataclass(frozen=True, slots=True)
class Segment:
    starts: datetime.date
    ends: datetime.date
    word: str
    colour: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A segment with its place. `says`: what it shows, for who does not see it."""

    x: str
    width: str
    word: str
    colour: str
    url: str
    says: str
    roomy: bool


@dataclass(frozen=True, slots=True)
class Band:
    label: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Years:
    """The academic years that a band runs over; `ticks` are their labels and where each begins, `today` where it is."""

    first: datetime.date
    last: datetime.date
    ticks: tuple[tuple[str, str], ...]
    today: str

    def place(self, day: datetime.date) -> float:
        """Percent of the width at which the day begins."""
        return 100 * (day - self.first).days / ((self.last - self.first).days + 1)


def years_between(periods: Sequence[tuple[datetime.date, datetime.date]], today: datetime.date) -> Years | None:
    """Whole academic years from the first period to the last, today among them; None where there is no period."""
    if not periods:
        return None
    first = year_on(min([today, *(starts for starts, _ in periods)]))
    last = max(year_on(max([today, *(ends for _, ends in periods)])), first + LEAST_YEARS - 1)
    begin, end = datetime.date(first, 9, 1), datetime.date(last + 1, 8, 31)
    years = Years(begin, end, (), "")
    ticks = tuple((year_label(y), f"{years.place(datetime.date(y, 9, 1)):.2f}%") for y in range(first, last + 1))
    return Years(begin, end, ticks, f"{years.place(today):.2f}%")


def band(years: Years, label: str, segments: Sequence[Segment]) -> Band:
    stretches = []
    for segment in segments:
        x = years.place(segment.starts)
        width = years.place(segment.ends + datetime.timedelta(days=1)) - x
        says = f"{segment.word}, {span_of_days(segment.starts, segment.ends)}"
        stretches.append(
            Stretch(
                f"{x:.2f}%", f"{width:.2f}%", segment.word, segment.colour, segment.url, says, width >= ROOM_FOR_WORD
            )
        )
    return Band(label, tuple(stretches))
