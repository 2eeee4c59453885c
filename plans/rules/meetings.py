"""When a team that met so far is likely to meet next. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

# A form offers one to four weeks from one meeting to the next.
LONGEST = 4
WEEK = datetime.timedelta(days=7)


def next_in_rhythm(days: Sequence[datetime.date], today: datetime.date) -> tuple[datetime.date | None, int]:
    """The first day from today on in the rhythm of the last two meetings, and its weeks; (None, 0) where the team has
    not met often enough, or at no such rhythm."""
    last = sorted(set(days))[-2:]
    if len(last) < 2:
        return None, 0
    apart = (last[1] - last[0]).days
    weeks, over = divmod(apart, 7)
    if over or not 1 <= weeks <= LONGEST:
        return None, 0
    day = last[1] + WEEK * weeks
    while day < today:
        day += WEEK * weeks
    return day, weeks
