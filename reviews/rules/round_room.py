"""Which classroom a visitor stands in now, so that nobody is asked twice. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

# One is let in a little before the hour, and stays about so long.
EARLY: Final = datetime.timedelta(minutes=3)
STAYS: Final = datetime.timedelta(minutes=50)


@dataclass(frozen=True, slots=True)
class Written:
    """Where and when the visitor wrote last, in local time."""

    room: int
    at: datetime.datetime


def room_now(
    own: Sequence[tuple[int, datetime.time]], day: datetime.date, now: datetime.datetime, last: Written | None
) -> int | None:
    """The classroom to offer: the one whose time has come on one's own schedule, unless one has written elsewhere since
    it began. `own`: by time; `now` is local. None where nothing is known."""
    begun = [
        (room, starts)
        for room, starts in own
        if now.date() == day and datetime.datetime.combine(day, starts, now.tzinfo) - EARLY <= now
    ]
    lately = last is not None and now - STAYS <= last.at <= now
    if not begun:
        return last.room if last and lately else None
    room, starts = begun[-1]
    since = datetime.datetime.combine(day, starts, now.tzinfo) - EARLY
    return last.room if last and lately and last.at >= since else room
