"""The way of an instructional round: prepared, in classrooms, debrief, next work agreed, followed up. Pure.

Nobody agrees on next work before patterns stand over what was seen, and a prediction under them: description comes
before analysis, and analysis before advice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

State = Literal["preparing", "observing", "debriefing", "agreed", "followed", "called_off"]
StepName = Literal["begin", "debrief", "reopen", "agree", "follow", "call_off"]
Party = Literal["runs", "facilitates", "visits"]
STATES: tuple[State, ...] = get_args(State)
STEPS: tuple[StepName, ...] = get_args(StepName)
PARTIES: tuple[Party, ...] = get_args(Party)
# A pattern is what shows in several classrooms; and nobody is meant to recognise one.
FEWEST_CLASSROOMS = 3
FEWEST_VISITORS = 2

# Where each step leads from where.
WAYS: Mapping[StepName, Mapping[State, State]] = {
    "begin": {"preparing": "observing"},
    "debrief": {"observing": "debriefing"},
    "reopen": {"debriefing": "observing"},
    "agree": {"debriefing": "agreed"},
    "follow": {"agreed": "followed"},
    "call_off": {"preparing": "called_off", "observing": "called_off", "debriefing": "called_off"},
}
# Who takes it: `runs` plans rounds at the host; what visitors saw is theirs, so its facilitator leads through that.
TAKEN_BY: Mapping[StepName, frozenset[Party]] = {
    "begin": frozenset({"runs", "facilitates"}),
    "debrief": frozenset({"facilitates"}),
    "reopen": frozenset({"facilitates"}),
    "agree": frozenset({"facilitates"}),
    "follow": frozenset({"runs"}),
    "call_off": frozenset({"runs"}),
}
NEEDS_WORDS: frozenset[StepName] = frozenset({"reopen", "follow", "call_off"})


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules ask of a round. `unread`: pieces of next work of which nobody has said what came of them."""

    state: State
    host_open: bool = True
    has_facilitator: bool = True
    visitors: int = FEWEST_VISITORS
    classrooms: int = FEWEST_CLASSROOMS
    notes: int = 1
    patterns: int = 1
    prediction: bool = True
    next_work: int = 1
    unread: int = 0


class NotNow(ValueError):
    """The step does not follow from where the round stands; the text says so to whoever asked."""


class NotYours(PermissionError):
    """Somebody else takes this step; the text says who."""


def steps_for(now: State, parties: frozenset[Party]) -> list[StepName]:
    """What these parties may do next, in the order in which a page offers it."""
    return [step for step in STEPS if now in WAYS[step] and TAKEN_BY[step] & parties]


def after(step: StepName, now: Standing, parties: frozenset[Party], *, says: str = "") -> State:
    """Where the step leads. Raises NotYours or NotNow, each with a sentence that says what to do."""
    if not TAKEN_BY[step] & parties:
        raise NotYours(_WHO[step])
    if now.state not in WAYS[step]:
        raise NotNow(why_not(step, now.state))
    if step in NEEDS_WORDS and not says.strip():
        raise NotNow(_SAY_WHAT[step])
    if missing := missing_for(step, now):
        raise NotNow(missing)
    return WAYS[step][now.state]


def missing_for(step: StepName, now: Standing) -> str:
    """What is still to be done before the step, in a sentence; empty where nothing is. Pages show it beforehand."""
    match step:
        case "begin":
            return _unprepared(now)
        case "debrief" if not now.notes:
            return "Nobody has written a note yet. The debrief begins from what was seen."
        case "debrief" if now.classrooms < FEWEST_CLASSROOMS:
            # Classrooms may have been taken off meanwhile; what the host then reads would be about one or two teachers.
            return (
                f"Fewer than {FEWEST_CLASSROOMS} classrooms are left on the schedule, and what shows in them could be "
                "one teacher’s. Put another on it and visit it, or have the round called off."
            )
        case "agree":
            return _unagreed(now)
        case "follow" if now.unread:
            pieces = "one piece" if now.unread == 1 else f"{now.unread} pieces"
            return f"Say first what came of {pieces} of the next work."
        case _:
            return ""


def _unprepared(now: Standing) -> str:
    if not now.host_open:
        return "The host is closed: its rounds can be read, and no new one begins."
    if not now.has_facilitator:
        return "Say first who facilitates the round."
    if now.visitors < FEWEST_VISITORS:
        return "Ask at least one more colleague to visit: nobody sees patterns alone."
    if now.classrooms < FEWEST_CLASSROOMS:
        return (
            f"Put at least {FEWEST_CLASSROOMS} classrooms on the schedule: a round looks for patterns over many, and "
            "at no single teacher."
        )
    return ""


def _unagreed(now: Standing) -> str:
    if not now.patterns:
        return "Write a pattern over at least one group of notes first."
    if not now.prediction:
        return "Agree on a prediction first: what would a pupil know and be able to do who did all that was asked?"
    if not now.next_work:
        return "Write down first what is to be done next: this week, this month or this year."
    return ""


_WHO: Mapping[StepName, str] = {
    "begin": "The round’s facilitator begins it, or the host’s head.",
    "debrief": "The round’s facilitator opens the debrief.",
    "reopen": "The round’s facilitator goes back to the classrooms.",
    "agree": "The round’s facilitator says when the visitors have agreed.",
    "follow": "The host’s head says what came of the round, or a trust leader.",
    "call_off": "The host’s head calls a round off, or a trust leader.",
}
_SAY_WHAT: Mapping[StepName, str] = {
    "reopen": "Say what is still to be seen.",
    "follow": "Say in a few sentences what came of it.",
    "call_off": "Say why it is called off.",
}
_TOO_EARLY: Mapping[StepName, str] = {
    "debrief": "The visitors have not been in classrooms yet.",
    "reopen": "There is no debrief yet to go back from.",
    "agree": "Open the debrief first: what was seen comes before what to do about it.",
    "follow": "There is no next work yet of which anybody could say what came.",
}
_TOO_LATE: Mapping[StepName, str] = {
    "begin": "It has begun already.",
    "debrief": "The debrief is open already, or over.",
    "reopen": "Its next work is agreed, and the debrief is over.",
    "agree": "The next work is agreed already.",
    "follow": "It is followed up already.",
    "call_off": "Its next work is agreed. Follow it up: a round that has found something is not called off.",
}


def refused_to(step: StepName) -> str:
    """Who takes the step, for somebody who does not."""
    return _WHO[step]


def why_not(step: StepName, state: State) -> str:
    """Why the step does not follow from there."""
    if state == "called_off":
        return "This round was called off. Plan a new one if it is still needed."
    early = all(STATES.index(state) < STATES.index(start) for start in WAYS[step])
    return _TOO_EARLY[step] if early else _TOO_LATE[step]
