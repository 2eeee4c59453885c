"""The way of a coaching cycle: invited, then running, then closed; or declined, or taken back. Pure.

Two people, each asked: nobody is coached, or coaches, who has not said yes. What the coachee wants is theirs to say.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

State = Literal["invited", "declined", "withdrawn", "active", "closed"]
StepName = Literal["accept", "decline", "take_back", "goal", "change", "plan", "revisit", "share", "close"]
Party = Literal["coach", "coachee", "inviter", "invited"]
STATES: tuple[State, ...] = get_args(State)
STEPS: tuple[StepName, ...] = get_args(StepName)
PARTIES: tuple[Party, ...] = get_args(Party)

# An invitation waits three weeks: half a term would leave both in doubt.
WAITS = datetime.timedelta(days=21)

# Where each step leads from where.
WAYS: Mapping[StepName, Mapping[State, State]] = {
    "accept": {"invited": "active"},
    "decline": {"invited": "declined"},
    "take_back": {"invited": "withdrawn"},
    "goal": {"active": "active"},
    "change": {"active": "active"},
    "plan": {"active": "active"},
    "revisit": {"active": "active"},
    # The record is the coachee's for good, and theirs to show.
    "share": {"active": "active", "closed": "closed"},
    "close": {"active": "closed"},
}
_BOTH: frozenset[Party] = frozenset({"coach", "coachee"})
TAKEN_BY: Mapping[StepName, frozenset[Party]] = {
    "accept": frozenset({"invited"}),
    "decline": frozenset({"invited"}),
    "take_back": frozenset({"inviter"}),
    "goal": frozenset({"coachee"}),
    "change": _BOTH,
    "plan": _BOTH,
    "revisit": frozenset({"coachee"}),
    "share": frozenset({"coachee"}),
    "close": _BOTH,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules ask of a cycle. `gone`: the name of whoever of the two no longer works for the trust."""

    state: State
    expired: bool = False
    gone: str = ""


class NotNow(ValueError):
    """The step does not follow from where the cycle stands; the text says so to whoever asked."""


class NotYours(PermissionError):
    """The other of the two takes this step; the text says who."""


def parties_of(person: int, *, coach: int, coachee: int, inviter: int) -> frozenset[Party]:
    """What the person is in a cycle of these two; nothing for anybody else."""
    found: set[Party] = set()
    if person == coach:
        found.add("coach")
    if person == coachee:
        found.add("coachee")
    if found:
        found.add("inviter" if person == inviter else "invited")
    return frozenset(found)


def steps_for(now: Standing, parties: frozenset[Party]) -> list[StepName]:
    """What these parties may do now, in the order in which a page offers it."""
    return [step for step in STEPS if TAKEN_BY[step] & parties and not why_not(step, now)]


def after(step: StepName, now: Standing, parties: frozenset[Party], *, goal: str = "goal") -> State:
    """Where the step leads. Raises NotYours or NotNow, each with a sentence that says what to do."""
    if not TAKEN_BY[step] & parties:
        raise NotYours(_WHO[step])
    if reason := why_not(step, now):
        raise NotNow(reason)
    if step in ("accept", "goal") and not goal.strip():
        raise NotNow("Say in your own words what you want to reach. One sentence is enough.")
    return WAYS[step][now.state]


def why_not(step: StepName, now: Standing) -> str:
    """Why the step does not follow from there, in a sentence; empty where it does."""
    if now.state not in WAYS[step]:
        return _ENDED[now.state] if now.state != "active" else _RUNS
    if step == "accept" and now.expired:
        return "This invitation has run out. Nothing is lost: invite each other anew if you still want to begin."
    if step == "accept" and now.gone:
        return f"{now.gone} no longer works here, so this cycle cannot begin. Decline it, or leave it be."
    return ""


_RUNS = "You two have begun already: this invitation is accepted."
_ENDED: Mapping[State, str] = {
    "invited": "The invitation is not answered yet. This opens once the cycle runs.",
    "declined": "This invitation was declined. You can invite each other anew.",
    "withdrawn": "This invitation was taken back. You can invite each other anew.",
    "closed": "This cycle is closed: it can be read and kept, and nothing is added to it.",
}
_WHO: Mapping[StepName, str] = {
    "accept": "Whoever was invited answers an invitation.",
    "decline": "Whoever was invited answers an invitation.",
    "take_back": "Whoever invited takes an invitation back.",
    "goal": "The goal is in the coachee’s own words, and only they change it.",
    "change": "Only the two of a cycle change it.",
    "plan": "Only the two of a cycle plan its visits.",
    "revisit": "Only the coachee looks back at a step of theirs.",
    "share": "Only the coachee shares a page, and takes it back.",
    "close": "Only the two of a cycle close it.",
}


def refused_to(step: StepName) -> str:
    """Who takes the step, for somebody who does not."""
    return _WHO[step]
