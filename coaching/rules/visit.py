"""The way of a visit: planned, observed, fed back; and what a clock says of it. Pure.

planned -> observing -> observed -> fed_back, or called_off before anybody observed.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Literal, get_args

State = Literal["planned", "observing", "observed", "fed_back", "called_off"]
StepName = Literal["start", "stop", "give", "call_off"]
STATES: tuple[State, ...] = get_args(State)
STEPS: tuple[StepName, ...] = get_args(StepName)

WAYS: Mapping[StepName, Mapping[State, State]] = {
    "start": {"planned": "observing"},
    "stop": {"observing": "observed"},
    "give": {"observed": "fed_back"},
    "call_off": {"planned": "called_off"},
}
# A visit that was planned for a day this near is the one that begins now.
NEAR = datetime.timedelta(days=7)
# The coachee looks back at a step so many weeks after it was given.
SPACED = (1, 3, 8)
LONGEST = 300  # minutes
# A timer that ran longer was forgotten: the last note says when the visit was over.
FORGOTTEN = 120  # minutes


class NotNow(ValueError):
    """The step does not follow from where the visit stands; the text says so to whoever asked."""


def after(step: StepName, now: State) -> State:
    """Where the step leads. Raises NotNow."""
    if now not in WAYS[step]:
        raise NotNow(_WHY[step][now])
    return WAYS[step][now]


def writes(now: State) -> bool:
    """Whether notes and feedback are being written."""
    return now in ("observing", "observed")


def missing(*, praise: str, question: str, step: str) -> dict[str, str]:
    """What feedback still needs before it is given, a sentence for each field."""
    asked = {
        "praise": (praise, "Say what went well, and what it did for pupils."),
        "question": (question, "Ask one question that lets your colleague think."),
        "step": (step, "Agree on one action step, small enough to try in the next lesson."),
    }
    return {name: sentence for name, (text, sentence) in asked.items() if not text.strip()}


def nearest(days: Sequence[datetime.date], today: datetime.date) -> datetime.date | None:
    """Which of the planned days a visit that begins today was planned for; None where none is near."""
    near = [day for day in days if abs(day - today) <= NEAR]
    return min(near, key=lambda day: (abs(day - today), day), default=None)


def minutes_of(seconds: int, last_note: int | None = None) -> int:
    """Whole minutes in the classroom by the timer, at least one; by the last note where the timer was forgotten."""
    minutes = max(1, round(seconds / 60))
    if minutes > FORGOTTEN and last_note is not None and last_note < seconds:
        minutes = max(1, -(-last_note // 60))
    return min(minutes, LONGEST)


def clock(second: int | None) -> str:
    """754 -> "12:34", 3725 -> "1:02:05"; a note from after the visit has none."""
    if second is None:
        return "after"
    minutes, rest = divmod(second, 60)
    hours, minutes_left = divmod(minutes, 60)
    return f"{hours}:{minutes_left:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def revisits(given_on: datetime.date) -> list[tuple[int, datetime.date]]:
    return [(weeks, given_on + datetime.timedelta(weeks=weeks)) for weeks in SPACED]


_OFF = "This visit was called off. Start a new one from the cycle’s page."
_GIVEN = "The feedback of this visit has been given, and its page stands. Say what you want to add as a reply."
_WHY: Mapping[StepName, Mapping[State, str]] = {
    "start": {
        "observing": "This visit is running already.",
        "observed": "This visit is over: its feedback is being written.",
        "fed_back": _GIVEN,
        "called_off": _OFF,
    },
    "stop": {
        "planned": "This visit has not begun.",
        "observed": "This visit is over already.",
        "fed_back": _GIVEN,
        "called_off": _OFF,
    },
    "give": {
        "planned": "This visit has not begun: feedback follows what was seen.",
        "observing": "The visit is still running: stop it first.",
        "fed_back": _GIVEN,
        "called_off": _OFF,
    },
    "call_off": {
        "observing": "This visit is running: stop it instead.",
        "observed": "This visit has taken place: it cannot be called off any more.",
        "fed_back": _GIVEN,
        "called_off": "This visit was called off already.",
    },
}
NOT_WRITTEN: Mapping[State, str] = {
    "planned": "This visit has not begun: start it first.",
    "fed_back": _GIVEN,
    "called_off": _OFF,
}
