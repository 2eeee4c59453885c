"""When notes of a round are written and grouped, where a note comes to lie, who reads whose prediction. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from reviews.rules.round import FEWEST_CLASSROOMS, State

PREDICTS: Final = "If you were a pupil here and did all that was asked, what would you know and be able to do?"
PATTERNS_ASK: Final = (
    "What do you see in several classrooms? What does the teacher do, what do pupils do, what is the task?"
)

_OVER: Final[Mapping[State, str]] = {
    "agreed": "The next work is agreed, and what was seen stands.",
    "followed": "The round is followed up, and what was seen stands.",
    "called_off": "The round was called off, and what was seen stands.",
}
# Notes that come late, from a device that was without a network, are still taken in the debrief.
NOTES_CLOSED: Final[Mapping[State, str]] = {
    "preparing": "The visitors are not in classrooms yet. Notes are written once the facilitator begins the round.",
    **_OVER,
}
BOARD_CLOSED: Final[Mapping[State, str]] = {
    "preparing": "The visitors are not in classrooms yet. What they write comes onto the board in the debrief.",
    "observing": "Everybody writes first. The board opens when the facilitator opens the debrief.",
    **_OVER,
}

# Between two notes of a group there is room for others, so that moving one moves no other.
STEP: Final = 1024


def place_between(before: int | None, after: int | None) -> int | None:
    """A place after `before` and ahead of `after`, each none at an end; none where there is no room between them."""
    if after is None:
        return (before or 0) + STEP
    low = before if before is not None else 0
    between = low + (after - low) // 2
    return between if low < between < after else None


def places(count: int) -> Sequence[int]:
    """Fresh places for a group whose notes have come too close to each other."""
    return range(STEP, STEP * (count + 1), STEP)


def shows_in(rooms: int, of: int) -> str:
    """Over how many classrooms a pattern shows, for those who visited."""
    if not rooms:
        return "in no classroom yet"
    return f"in {rooms} of {of} classroom{'' if of == 1 else 's'}"


def told_in(rooms: int, of: int) -> str:
    """The same for whoever did not visit: below three classrooms, nothing that could be one teacher's."""
    return shows_in(rooms, of) if rooms >= FEWEST_CLASSROOMS else ""


def reads_predictions(state: State, *, wrote: bool) -> bool:
    """Whether a visitor reads the others' predictions: once they have written their own, so that nobody copies."""
    return wrote or state in _OVER
