"""The way of a version: written, reviewed by a colleague, published. Pure.

Nobody publishes what nobody else has read: whoever wrote on it last, or asked for the review, does not review it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

State = Literal["draft", "in_review", "ready", "published", "superseded", "dropped"]
StepName = Literal["ask", "take_back", "return", "approve", "publish", "drop"]
Party = Literal["wrote", "writes", "reviews", "owns", "manages"]
STATES: tuple[State, ...] = get_args(State)
STEPS: tuple[StepName, ...] = get_args(StepName)
PARTIES: tuple[Party, ...] = get_args(Party)

# Where each step leads from where.
WAYS: Mapping[StepName, Mapping[State, State]] = {
    "ask": {"draft": "in_review"},
    "take_back": {"in_review": "draft", "ready": "draft"},
    "return": {"in_review": "draft"},
    "approve": {"in_review": "ready"},
    "publish": {"ready": "published"},
    "drop": {"draft": "dropped", "in_review": "dropped", "ready": "dropped"},
}
# Who takes it: `wrote` wrote on it last or asked for the review, `writes` may write in the toolkit at all, `reviews`
# may and did neither, `owns` the practice, `manages` the trust's toolkit.
TAKEN_BY: Mapping[StepName, frozenset[Party]] = {
    "ask": frozenset({"writes"}),
    "take_back": frozenset({"wrote", "owns", "manages"}),
    "return": frozenset({"reviews"}),
    "approve": frozenset({"reviews"}),
    "publish": frozenset({"manages"}),
    "drop": frozenset({"wrote", "owns", "manages"}),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules ask of a version. `missing`: what it lacks, in words; `put_away`: its practice is."""

    state: State
    missing: tuple[str, ...] = ()
    put_away: bool = False


class NotNow(ValueError):
    """The step does not follow from where the version stands; the text says so to whoever asked."""


class NotYours(PermissionError):
    """Somebody else takes this step; the text says who."""


def steps_for(now: State, parties: frozenset[Party]) -> list[StepName]:
    """What these parties may do next, in the order in which a page offers it."""
    return [step for step in STEPS if now in WAYS[step] and TAKEN_BY[step] & parties]


def after(step: StepName, now: Standing, parties: frozenset[Party], *, says: str = "") -> State:
    """Where the step leads. Raises NotYours or NotNow, each with a sentence that says what to do."""
    if not TAKEN_BY[step] & parties:
        raise NotYours(_WHO[step])
    if now.put_away and step != "drop":
        raise NotNow("The practice is put away. Bring it back before a version of it goes on.")
    if now.state not in WAYS[step]:
        raise NotNow(why_not(step, now.state))
    if step == "ask" and now.missing:
        raise NotNow(f"Before a colleague reads it, it needs {_and(now.missing)}.")
    if step == "return" and not says.strip():
        raise NotNow("Say what it still needs, so that the writer knows what to do.")
    return WAYS[step][now.state]


def missing(*, what: str, why: str, strength: str, steps: int, looks_like: int) -> tuple[str, ...]:
    """What a version lacks before a colleague can review it."""
    lacks = {
        "what it is": not what.strip(),
        "why it should work": not why.strip(),
        "how strong the evidence is": not strength,
        "at least two steps": steps < 2,
        "what one sees where it is done": not looks_like,
    }
    return tuple(words for words, lacking in lacks.items() if lacking)


_WHO: Mapping[StepName, str] = {
    "ask": "Whoever writes in the toolkit asks a colleague to review.",
    "take_back": "Its writer, the practice’s owner or a trust leader takes it back.",
    "return": "A colleague reviews it: neither who wrote on it last nor who asked for the review.",
    "approve": "A colleague reviews it: neither who wrote on it last nor who asked for the review.",
    "publish": "A trust leader publishes it.",
    "drop": "Its writer, the practice’s owner or a trust leader drops it.",
}


def why_not(step: StepName, state: State) -> str:
    """Why the step does not follow from there."""
    if state == "dropped":
        return "This version was dropped. Write a new one if it is still needed."
    if state in ("published", "superseded"):
        return "This version is published and stands. Write a new one to change it."
    if step == "publish":
        return "It is not reviewed yet: a colleague reads it before it is published."
    return {
        "ask": "It is with a reviewer already." if state == "in_review" else "It is reviewed already.",
        "take_back": "It is a draft already: go on writing.",
        "return": "Nobody has asked for a review yet." if state == "draft" else "It is reviewed already.",
        "approve": "Nobody has asked for a review yet." if state == "draft" else "It is reviewed already.",
    }.get(step, "This does not follow from where the version stands. Look at it again.")


def _and(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
