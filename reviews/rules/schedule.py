"""The schedule of a round: when the next classroom comes, who goes where, and who cannot be in two places. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

# A visit takes long enough to see a task from its start, and short enough to see several.
EVERY = datetime.timedelta(minutes=20)
FIRST = datetime.time(9, 15)
MOST_GROUPS = 4


def next_start(starts: Iterable[datetime.time]) -> datetime.time:
    """Twenty minutes after the last; a round begins after registration."""
    last = max(starts, default=None)
    if last is None:
        return FIRST
    then = datetime.datetime.combine(datetime.date(2000, 1, 1), last) + EVERY
    return then.time() if then.day == 1 else last


def spread(rooms: Sequence[tuple[int, datetime.time]], visitors: Sequence[int], groups: int) -> dict[int, list[int]]:
    """Classroom -> its visitors, in so many groups that take turns; nobody named means that everybody goes.

    At each time the groups move on by one, so that each sees other classrooms than the group before it.
    """
    parts = [list(visitors[at::groups]) for at in range(min(groups, len(visitors)))]
    if len(parts) < 2:
        return {room: [] for room, _ in rooms}
    found = {}
    turn = 0
    for _, at_once in groupby(sorted(rooms, key=lambda room: (room[1], room[0])), key=lambda room: room[1]):
        for room, _ in at_once:
            found[room] = parts[turn % len(parts)]
            turn += 1
    return found


def clashes(rooms: Sequence[tuple[int, datetime.time]], goes: Mapping[int, Iterable[int]], all_: Iterable[int]) -> bool:
    """Whether somebody is to be in two classrooms at the same time. `goes`: named visitors; none means everybody."""
    seen: set[tuple[datetime.time, int]] = set()
    everybody = list(all_)
    for room, starts in rooms:
        for visitor in goes.get(room) or everybody:
            if (starts, visitor) in seen:
                return True
            seen.add((starts, visitor))
    return False
