"""The way of an action: open, then done or dropped, and open again. Which step may follow, and what it needs. Pure."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Literal, get_args

from celt.lib.days import british
from celt.lib.terms import first_day_of_year, last_day_of_year, year_label

StepName = Literal["report", "done", "dropped", "reopened"]
STEPS: tuple[StepName, ...] = get_args(StepName)
OPEN, DONE, DROPPED = "open", "done", "dropped"
RATINGS = ("green", "amber", "red")
# A sentence, not a report: what fits in a list and on two printed pages.
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an action stands. `rag` is rated only while it is open; `says` is the last word on it."""

    state: str = OPEN
    rag: str = ""
    says: str = ""
    done_on: datetime.date | None = None


class NotNow(ValueError):
    """The step cannot be taken; the text says so to whoever asked. `field`: what to mend, "" for the whole."""

    def __init__(self, says: str, field: str = "") -> None:
        super().__init__(says)
        self.field = field


def steps_from(state: str) -> list[StepName]:
    """What may be said next, in the order in which a page offers it."""
    return ["report", "done", "dropped"] if state == OPEN else ["reopened"]


def after(
    step: StepName,
    now: Standing,
    *,
    says: str = "",
    rag: str = "",
    on: datetime.date | None = None,
    today: datetime.date,
    first: datetime.date,
) -> Standing:
    """Where the step leads. `on`: the day it was done; `first`: the first day on which it can have been.

    Raises NotNow with a sentence where the step does not follow, or lacks what it needs.
    """
    if step not in steps_from(now.state):
        raise NotNow(_why_not(step, now))
    says = says.strip()
    if len(says) > LONGEST:
        raise NotNow(f"Keep it to a sentence: {len(says):,} characters, and {LONGEST} fit.", "says")
    match step:
        case "report":
            if rag not in RATINGS:
                raise NotNow("Say how it goes: on course, needs attention or off course.", "rag")
            if not says:
                raise NotNow("Say in a sentence why.", "says")
            return replace(now, rag=rag, says=says)
        case "done":
            day = on or today
            if day > today:
                raise NotNow(f"{british(day)} has not come yet. Say that it is done on the day it is.", "on")
            if day < first:
                raise NotNow(f"{british(day)} is before {british(first)}, when the plan’s year begins.", "on")
            return Standing(DONE, "", says, day)
        case "dropped":
            if not says:
                raise NotNow("Say why it is dropped: the reason stays on record.", "says")
            return Standing(DROPPED, "", says)
        case "reopened":
            if not says:
                raise NotNow("Say why it is opened again.", "says")
            return Standing(OPEN, "", says)


def _why_not(step: StepName, now: Standing) -> str:
    if step == "reopened":
        return "This action is open already."
    if now.state == DONE:
        return f"This action was done on {british(now.done_on)}. Open it again first, and say why."
    return "This action was dropped. Open it again first, and say why."


def wrong_days(starts: datetime.date | None, due: datetime.date, year: int) -> dict[str, str]:
    """What is wrong with the days of an action in a plan of that year: a sentence for each field; empty where nothing.

    `year`: 2026 is 2026/27, from 1 September to 31 August.
    """
    first, last = first_day_of_year(year), last_day_of_year(year)
    wrong: dict[str, str] = {}
    for field, day in (("starts", starts), ("due", due)):
        if day is not None and day < first:
            wrong[field] = (
                f"{british(day)} is before {british(first)}, when {year_label(year)} begins. Choose a later day."
            )
        elif day is not None and day > last:
            wrong[field] = (
                f"{british(day)} is after {british(last)}, when {year_label(year)} ends. Choose an earlier day; what "
                "goes on after that is carried over into the next plan."
            )
    if starts is not None and due < starts and not wrong:
        wrong["due"] = f"It would be due on {british(due)}, before it starts on {british(starts)}."
    return wrong


def first_guess(year: int, today: datetime.date) -> datetime.date:
    """By when a new action is due until its writer says otherwise: in six weeks, and within the plan's year."""
    return min(max(today, first_day_of_year(year)) + datetime.timedelta(days=42), last_day_of_year(year))
