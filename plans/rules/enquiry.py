"""The way of a cycle of enquiry: asked, tried, looked at, decided; or stopped early. Pure.

The one way back leads from looking to trying: where the evidence turns out too thin, trying for longer is more honest
than deciding on it, and more use than stopping. What was decided or stopped stands; a further cycle follows from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

State = Literal["planned", "trying", "looking", "decided", "stopped"]
StepName = Literal["note", "start", "look", "try_on", "decide", "stop"]
Decision = Literal["", "adopt", "adapt", "drop"]
STATES: tuple[State, ...] = get_args(State)
STEPS: tuple[StepName, ...] = get_args(StepName)
DECISIONS: tuple[Decision, ...] = ("adopt", "adapt", "drop")
ENDED: frozenset[State] = frozenset({"decided", "stopped"})

# Where each step leads from where; a note leaves it where it stands.
WAYS: dict[StepName, dict[State, State]] = {
    "note": {"planned": "planned", "trying": "trying", "looking": "looking"},
    "start": {"planned": "trying"},
    "look": {"trying": "looking"},
    "try_on": {"looking": "trying"},
    "decide": {"looking": "decided"},
    "stop": {"planned": "stopped", "trying": "stopped", "looking": "stopped"},
}
# What the members of its team do; the other steps change what the academy does, and are its leaders'.
MEMBERS: frozenset[StepName] = frozenset({"note", "start", "look", "try_on"})
# Steps that mean nothing without a reason.
NEEDS_WORDS: frozenset[StepName] = frozenset({"note", "try_on", "stop"})


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules ask of a cycle of enquiry."""

    state: State
    trial: str = ""
    looks_for: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision says."""

    decision: str = ""
    found: str = ""
    evidence: int = 0


class NotNow(ValueError):
    """The step does not follow from where the cycle stands; the text says so to whoever asked."""


def state_of(text: str) -> State:
    """The state as the rules know it."""
    return next(state for state in STATES if state == text)


def is_open(state: str) -> bool:
    return state not in ENDED


def steps_from(state: State, *, leads: bool = True) -> list[StepName]:
    """What may be done next, in the order in which a page offers it. `leads`: the person leads learning there."""
    return [step for step in STEPS if state in WAYS[step] and (leads or step in MEMBERS)]


def after(step: StepName, now: Standing, *, says: str = "", outcome: Outcome | None = None) -> State:
    """Where the step leads. Raises NotNow with a sentence where it cannot be taken."""
    if now.state not in WAYS[step]:
        raise NotNow(_why_not(step, now.state))
    if step in NEEDS_WORDS and not says.strip():
        raise NotNow(_SAY_WHAT[step])
    if step == "start" and not (now.trial.strip() and now.looks_for.strip()):
        raise NotNow(
            "Write first what you try, and what would show that it works and what that it does not: "
            "afterwards one finds what one hoped for."
        )
    if step == "decide":
        _refuse_half_a_decision(outcome or Outcome())
    return WAYS[step][now.state]


def _refuse_half_a_decision(outcome: Outcome) -> None:
    if not outcome.found.strip():
        raise NotNow("Write what was found before you decide.")
    if outcome.decision not in DECISIONS:
        raise NotNow("Choose: adopt it, adapt it or drop it.")
    if not outcome.evidence:
        raise NotNow("Name the evidence: at least one record of the academy, or a meeting at which it was looked at.")


_SAY_WHAT: dict[StepName, str] = {
    "note": "Write what you want to note.",
    "try_on": "Say what is missing in the evidence, and for how long it is tried on.",
    "stop": "Say why it is stopped.",
}


def _why_not(step: StepName, state: State) -> str:
    if state == "decided":
        return "This enquiry is decided, and the decision stands. Plan a further cycle that follows from it."
    if state == "stopped":
        return "This enquiry was stopped. Plan a further cycle if the question still stands."
    return {
        "start": "It is being tried already.",
        "look": "It is not being tried yet. Start the trial first."
        if state == "planned"
        else "The evidence is being looked at already.",
        "try_on": "Only what was looked at can be tried on: it is not at the evidence yet.",
        "decide": "Look at the evidence first: a decision comes after it.",
    }.get(step, "This step does not follow from where the enquiry stands.")
