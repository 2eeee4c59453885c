"""How an action or a cycle stands by its day: due within 14 days, then overdue. Pure."""

from __future__ import annotations

import datetime
from enum import StrEnum

from celt.lib.days import british, short_day
from celt.lib.sentences import counted
from celt.ui.parts import Status

SOON_DAYS = 14
OPEN, DONE, DROPPED = "open", "done", "dropped"


class Due(StrEnum):
    """In the order in which a list shows them."""

    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def order(self) -> int:
        return list(Due).index(self)


def soon_until(today: datetime.date) -> datetime.date:
    """The last day that counts as soon."""
    return today + datetime.timedelta(days=SOON_DAYS)


def stands(state: str, due: datetime.date, today: datetime.date) -> Due:
    """On its day an action is due, not overdue; what is done or dropped is neither."""
    if state != OPEN:
        return Due.DONE if state == DONE else Due.DROPPED
    if due < today:
        return Due.OVERDUE
    return Due.SOON if due <= soon_until(today) else Due.LATER


def told(
    state: str,
    due: datetime.date,
    today: datetime.date,
    done_on: datetime.date | None = None,
    *,
    ended: str = "Dropped",
) -> Status:
    """The same for people: "Overdue by 12 days", "Due in 9 days", "Due 4 Jan 2027", "Done 3 Nov 2026"."""
    match stands(state, due, today):
        case Due.OVERDUE:
            return Status(f"Overdue by {counted((today - due).days, 'day')}", "bad")
        case Due.SOON:
            return Status(_in_days((due - today).days), "warn")
        case Due.LATER:
            return Status(f"Due {short_day(due)}")
        case Due.DONE:
            return Status(f"Done {short_day(done_on)}" if done_on else "Done", "good")
        case Due.DROPPED:
            return Status(ended)


def sentence(state: str, due: datetime.date, today: datetime.date, done_on: datetime.date | None = None) -> str:
    """As a clause: "it was due on 4 November, 12 days ago"."""
    match stands(state, due, today):
        case Due.OVERDUE:
            return f"it was due on {british(due)}, {counted((today - due).days, 'day')} ago"
        case Due.SOON if due == today:
            return "it is due today"
        case Due.SOON:
            return f"it is due on {british(due)}, in {counted((due - today).days, 'day')}"
        case Due.LATER:
            return f"it is due on {british(due)}"
        case Due.DONE:
            return f"it was done on {british(done_on)}" if done_on else "it was done"
        case Due.DROPPED:
            return "it was dropped"


def _in_days(days: int) -> str:
    if days == 0:
        return "Due today"
    return "Due tomorrow" if days == 1 else f"Due in {days} days"
