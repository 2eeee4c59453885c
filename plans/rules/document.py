"""A plan as somebody reads it, as plain data. Page, PDF, two-page summary and snapshot are all made from this. Pure.

Everything is in the words that a reader reads, so that what a snapshot said on its day it says for ever. `key` is the
row's number: two documents are compared by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from celt.lib.plain import as_plain, from_plain

Edition = Literal["staff", "readers"]
Tone = Literal["", "good", "warn", "bad", "busy"]


@dataclass(frozen=True, slots=True)
class ActionTold:
    """`state`: open, done or dropped; `stands` says it in words with its day. `rag`: how it goes, in a word."""

    key: int = 0
    continues: int | None = None
    says: str = ""
    owner: str = ""
    due: str = ""
    state: str = "open"
    stands: str = ""
    tone: Tone = ""
    overdue: bool = False
    rag: str = ""
    rag_tone: Tone = ""
    rag_says: str = ""
    cost: str = ""
    days: str = ""


@dataclass(frozen=True, slots=True)
class CriterionTold:
    key: int = 0
    says: str = ""
    met: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AimTold:
    """Which figure a priority should move. `start`, `now` and `goal` as people write them; empty where there is none.

    `is_set`: there is a target, though its figures may be hidden from this reader, which `says` then tells. `word` with
    `tone`: how it stands on its way; `says`: what to know besides, in a sentence. `made_of`: n, interval, source.
    """

    measure: str = ""
    is_set: bool = False
    start: str = ""
    start_when: str = ""
    now: str = ""
    now_when: str = ""
    goal: str = ""
    goal_when: str = ""
    word: str = ""
    tone: Tone = ""
    says: str = ""
    made_of: str = ""

    @property
    def shows_figures(self) -> bool:
        return bool(self.start or self.now or self.goal)


@dataclass(frozen=True, slots=True)
class MeaningTold:
    """What was written about a figure; `figure` as this reader may know it, or empty."""

    key: int = 0
    day: str = ""
    about: str = ""
    figure: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class PriorityTold:
    key: int = 0
    continues: int | None = None
    number: int = 0
    title: str = ""
    rationale: str = ""
    ring: str = ""
    condition: str = ""
    pillar: str = ""
    theory: str = ""
    when: str = ""
    then: str = ""
    serves: str = ""
    pupils: str = ""
    owner: str = ""
    aim: AimTold | None = None
    criteria: tuple[CriterionTold, ...] = ()
    actions: tuple[ActionTold, ...] = ()
    meanings: tuple[MeaningTold, ...] = ()
    cost: str = ""
    days: str = ""

    @property
    def standing(self) -> tuple[ActionTold, ...]:
        """What is done or still to be done."""
        return tuple(action for action in self.actions if action.state != "dropped")

    @property
    def done(self) -> int:
        return sum(action.state == "done" for action in self.actions)

    @property
    def overdue(self) -> int:
        return sum(action.overdue for action in self.actions)

    @property
    def off_course(self) -> int:
        return sum(action.state == "open" and action.rag_tone == "bad" for action in self.actions)


@dataclass(frozen=True, slots=True)
class DroppedTold:
    key: int = 0
    title: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class StepTold:
    """One of the three stages on the way: "done", "now" or "later"."""

    title: str = ""
    name: str = ""
    state: str = "later"


@dataclass(frozen=True, slots=True)
class StageTold:
    """`time`: how long it has lasted against what is expected; `past`: too long. `waiting`: a gate was asked for."""

    name: str = ""
    since: str = ""
    time: str = ""
    past: bool = False
    done: int = 0
    of: int = 0
    following: str = ""
    waiting: str = ""
    steps: tuple[StepTold, ...] = ()


@dataclass(frozen=True, slots=True)
class ConditionTold:
    name: str = ""
    standing: int = 0
    word: str = ""


@dataclass(frozen=True, slots=True)
class RingTold:
    name: str = ""
    conditions: tuple[ConditionTold, ...] = ()


@dataclass(frozen=True, slots=True)
class RingsTold:
    day: str = ""
    says: str = ""
    rings: tuple[RingTold, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """`edition` says for whom: readers are told no name below the head, and figures as readers may see them."""

    edition: Edition = "readers"
    academy: str = ""
    trust: str = ""
    head: str = ""
    year: int = 0
    year_label: str = ""
    day: str = ""
    answer: str = ""
    vision: str = ""
    rationale: str = ""
    monitoring: str = ""
    stage: StageTold | None = None
    rings: RingsTold | None = None
    priorities: tuple[PriorityTold, ...] = ()
    dropped: tuple[DroppedTold, ...] = ()
    cost: str = ""
    days: str = ""

    @property
    def actions(self) -> tuple[ActionTold, ...]:
        return tuple(action for priority in self.priorities for action in priority.standing)

    @property
    def is_empty(self) -> bool:
        return not (self.priorities or self.dropped or self.vision or self.rationale or self.monitoring)


def as_data(document: PlanDocument) -> dict[str, Any]:
    """What a snapshot keeps and a template for PDF reads: nothing but texts, numbers, lists and dictionaries."""
    return as_plain(document)


def from_data(data: Mapping[str, Any]) -> PlanDocument:
    """The document again. What a snapshot of long ago does not know is empty; what is no longer known is left out."""
    return from_plain(PlanDocument, data)
