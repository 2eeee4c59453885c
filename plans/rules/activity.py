"""What may be logged of an activity: its states, its days, and which stages' activities are worked on. Pure."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Final, Literal

from celt.lib.days import british
from plans.rules.stage import WORDS

State = Literal["not_started", "under_way", "done", "not_needed"]
STATES: Final[tuple[State, ...]] = ("not_started", "under_way", "done", "not_needed")
# How far an activity is along; a step down says why. What is not needed is no place along the way.
PLACE: Final = {"not_started": 0, "under_way": 1, "done": 2}
# Nobody plans further ahead, and nothing was begun longer ago.
YEARS_AHEAD, YEARS_BACK = 3, 10


@dataclass(frozen=True, slots=True)
class Logged:
    """How far an activity is, as somebody logs it."""

    state: State = "not_started"
    starts: datetime.date | None = None
    due: datetime.date | None = None
    done_on: datetime.date | None = None
    note: str = ""


class Refused(ValueError):
    """`faults`: what to mend, by the name of the field."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__("; ".join(faults.values()))
        self.faults = faults


def log(before: Logged, told: Logged, *, stage: int, present: int, today: datetime.date) -> Logged:
    """What stands after `told` is logged. `stage`: the activity's; `present`: the one that the academy is in.

    Days that the state has no use for go: what is not begun was begun on no day. Raises Refused.
    """
    told = replace(told, note=told.note.strip())
    if told.state != "done":
        told = replace(told, done_on=None)
    if told.state == "not_started":
        told = replace(told, starts=None)
    faults = _days(told, today)
    if stage > present and told.state in ("under_way", "done"):
        faults["state"] = (
            f"The academy is in stage {WORDS[present]}. What belongs to stage {WORDS[stage]} can be planned by now, "
            "and is begun once its gate is confirmed."
        )
    if told.state == "not_needed" and not told.note:
        faults["note"] = "Say why it is not needed here."
    elif goes_back(before.state, told.state) and (not told.note or told.note == before.note.strip()):
        faults["note"] = f"It was logged as {_word(before.state)}. Say why it is {_word(told.state)} now."
    if faults:
        raise Refused(faults)
    return told


def goes_back(before: State, after: State) -> bool:
    return before in PLACE and after in PLACE and PLACE[after] < PLACE[before]


def _word(state: State) -> str:
    return {"not_started": "not begun", "under_way": "under way", "done": "done", "not_needed": "not needed"}[state]


def _days(told: Logged, today: datetime.date) -> dict[str, str]:
    faults: dict[str, str] = {}
    earliest = today.replace(year=today.year - YEARS_BACK, day=min(today.day, 28))
    latest = today.replace(year=today.year + YEARS_AHEAD, day=min(today.day, 28))
    if told.state == "done" and told.done_on is None:
        faults["done_on"] = "Say on which day it was done."
    elif told.done_on is not None and told.done_on > today:
        faults["done_on"] = (
            f"{british(told.done_on)} lies ahead. Log it as under way, planned to be done by then; log it as done when "
            "it is."
        )
    elif told.done_on is not None and told.starts is not None and told.done_on < told.starts:
        faults["done_on"] = f"It was done before it was begun, on {british(told.starts)}."
    elif told.done_on is not None and told.done_on < earliest:
        faults["done_on"] = f"{british(told.done_on)} is more than {YEARS_BACK} years ago. Look at the year."
    if told.state in ("under_way", "done") and told.starts is not None:
        if told.starts > today:
            faults["starts"] = f"{british(told.starts)} lies ahead. Log it as begun when it is."
        elif told.starts < earliest:
            faults["starts"] = f"{british(told.starts)} is more than {YEARS_BACK} years ago. Look at the year."
    if told.state == "under_way" and told.starts is None:
        faults["starts"] = "Say since when it is under way."
    if told.due is not None:
        if told.due > latest:
            faults["due"] = f"{british(told.due)} is more than {YEARS_AHEAD} years ahead. Look at the year."
        elif told.due < earliest:
            faults["due"] = f"{british(told.due)} is more than {YEARS_BACK} years ago. Look at the year."
        elif told.starts is not None and told.due < told.starts:
            faults["due"] = f"It would have to be done before it was begun, on {british(told.starts)}."
    return faults
