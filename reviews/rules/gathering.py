"""Who writes notes when, and how a part of a review stands, in words. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from celt.lib.days import british
from reviews.rules.review import State

Role = Literal["lead", "observer", "moderator"]
NOT_LOOKED_AT = "Not looked at"

# Why nothing is written down any more, or not yet.
CLOSED: Mapping[State, str] = {
    "planned": "The review has not begun yet. Its lead begins it, and then notes are taken.",
    "drafted": "The review is drafted, and its notes are closed. Its lead can take the draft back.",
    "moderated": "The review is moderated, and its notes are closed.",
    "shared": "The review is with the head, and its notes are closed.",
    "published": "The review is published, and its notes are closed.",
    "followed": "The review is followed up, and its notes are closed.",
    "called_off": "The review was called off, and its notes are closed.",
}


@dataclass(frozen=True, slots=True)
class Seat:
    """A person's place on the team of a review, with its days."""

    role: Role
    starts: datetime.date
    ends: datetime.date | None = None

    def holds_on(self, day: datetime.date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)


def not_on_team(seat: Seat | None, today: datetime.date) -> str:
    """Why this person reads no notes by their place on the team; "" where they do."""
    if seat is None:
        return "Only the team of a review reads and writes its notes. A trust leader can add you to it."
    if today < seat.starts:
        return f"Your place on the team begins on {british(seat.starts)}."
    if not seat.holds_on(today):
        return f"Your place on the team ended on {british(seat.ends)}. A trust leader can give you more days."
    return ""


def why_no_note(state: State, seat: Seat | None, today: datetime.date) -> str:
    """Why this person adds no note now; "" where they may."""
    if why := not_on_team(seat, today):
        return why
    if seat is not None and seat.role == "moderator":
        return "You moderate this review: you read its notes, and write none yourself."
    return CLOSED.get(state, "")


def standing_word(scale: Sequence[str], standing: int | None, says: str = "") -> str:
    """How a part stands in the framework's words. Without a scale: whether anybody looked at it."""
    if standing is not None and 1 <= standing <= len(scale):
        return scale[standing - 1]
    return "Looked at" if says and not scale else NOT_LOOKED_AT
