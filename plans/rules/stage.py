"""The way through the three stages, and the gates between them. Pure.

A head asks to leave a stage, onward or back; another person, who leads the trust, confirms it or sends it back; until
then it can be taken back. One gate is asked for at a time, and each leads to the stage beside the present one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["onward", "back"]
Step = Literal["begun", "asked", "confirmed", "sent_back", "withdrawn", "reopened"]
FIRST, LAST = 1, 3
WORDS = {1: "one", 2: "two", 3: "three"}


class NotNow(ValueError):
    """The step does not follow from where the academy stands; the text says so to whoever tried."""


class NotYours(NotNow):
    """The step is somebody else's to take."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody, and what their roles let them do at the academy."""

    who: int
    asks: bool = False
    confirms: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    kind: Kind
    stage: int
    by: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log: what was done in which stage, and by whom. A passage begins with "begun" or "reopened", or
    with "confirmed"; its stage is the one that is entered."""

    step: Step
    stage: int
    by: int


@dataclass(frozen=True, slots=True)
class Way:
    """Where an academy stands: in `stage` (0: its way has not begun), with a gate asked for or none."""

    stage: int = 0
    asked: Asked | None = None
    log: tuple[Line, ...] = ()


def leads_to(kind: Kind, stage: int) -> int:
    return stage + (1 if kind == "onward" else -1)


def kinds_from(stage: int) -> list[Kind]:
    """What may be asked for in a stage, in the order in which a page offers it."""
    kinds: list[Kind] = ["onward", "back"]
    return [kind for kind in kinds if stage and FIRST <= leads_to(kind, stage) <= LAST]


def begin(now: Way, by: Actor) -> Way:
    if now.stage:
        raise NotNow("The academy’s way has begun already.")
    return _logged(replace(now, stage=FIRST), "begun", FIRST, by)


def ask(now: Way, kind: Kind, by: Actor) -> Way:
    if not by.asks:
        raise NotYours("The academy’s head asks for a gate.")
    if not now.stage:
        raise NotNow("The academy’s way has not begun: say first since when it is in stage one.")
    if now.asked is not None:
        raise NotNow("The academy has asked already, and waits for a trust leader.")
    if kind not in kinds_from(now.stage):
        raise NotNow(
            "Stage three is the last: there is no gate after it."
            if kind == "onward"
            else "Stage one is the first: there is none before it to open again."
        )
    return _logged(replace(now, asked=Asked(kind, now.stage, by.who)), "asked", now.stage, by)


def confirm(now: Way, by: Actor) -> Way:
    asked = _to_answer(now, by)
    there = leads_to(asked.kind, asked.stage)
    step: Step = "confirmed" if asked.kind == "onward" else "reopened"
    return _logged(replace(now, stage=there, asked=None), step, there, by)


def send_back(now: Way, by: Actor) -> Way:
    _to_answer(now, by)
    return _logged(replace(now, asked=None), "sent_back", now.stage, by)


def withdraw(now: Way, by: Actor) -> Way:
    """Whoever may ask takes it back: a head who follows another too."""
    if not by.asks:
        raise NotYours("The academy’s head takes back what the academy asked for.")
    if now.asked is None:
        raise NotNow("Nothing is asked for at present: it was answered or taken back meanwhile.")
    return _logged(replace(now, asked=None), "withdrawn", now.stage, by)


def _to_answer(now: Way, by: Actor) -> Asked:
    if not by.confirms:
        raise NotYours("A gate is confirmed or sent back by a leader of the trust.")
    if now.asked is None:
        raise NotNow("Nothing is asked for at present: it was answered or taken back meanwhile.")
    if now.asked.by == by.who:
        raise NotYours("You asked for this gate yourself, so you cannot answer it. Another leader of the trust does.")
    return now.asked


def _logged(now: Way, step: Step, stage: int, by: Actor) -> Way:
    return replace(now, log=(*now.log, Line(step, stage, by.who)))
