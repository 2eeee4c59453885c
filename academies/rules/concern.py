"""The way of a concern: which step may follow, and where it leads. Levels are 1 (the head) to 3 (the trustees)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

StepName = Literal["note", "escalated", "eased", "resolved", "reopened"]
STEPS: tuple[StepName, ...] = get_args(StepName)
LOWEST, HIGHEST = 1, 3


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a concern stands."""

    open: bool
    level: int


class NotNow(ValueError):
    """The step does not follow from where the concern stands; the text says so to whoever asked."""


def steps_from(now: Standing) -> list[StepName]:
    """What may be done next, in the order in which a page offers it."""
    if not now.open:
        return ["note", "reopened"]
    steps: list[StepName] = ["note"]
    if now.level < HIGHEST:
        steps.append("escalated")
    if now.level > LOWEST:
        steps.append("eased")
    return [*steps, "resolved"]


def after(step: StepName, now: Standing) -> Standing:
    """Where the step leads. Raises NotNow with a sentence where it cannot be taken."""
    if step not in steps_from(now):
        raise NotNow(_why_not(step, now))
    match step:
        case "escalated":
            return Standing(True, now.level + 1)
        case "eased":
            return Standing(True, now.level - 1)
        case "resolved":
            return Standing(False, now.level)
        case "reopened":
            return Standing(True, now.level)
        case "note":
            return now


def _why_not(step: StepName, now: Standing) -> str:
    if step == "reopened":
        return "This concern is open already."
    if not now.open:
        return "This concern was resolved. Open it again first, and say why."
    if step == "escalated":
        return "This concern stands with the trustees already; there is no step above."
    return "This concern stands with the head already; there is no step below. Resolve it when it is settled."
