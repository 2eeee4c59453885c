"""The way of a self-evaluation: people rate, the head drafts and agrees, or calls it off; then nothing changes."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from celt.lib.days import british
from celt.lib.sentences import listed, opened

StatusName = Literal["gathering", "agreed", "called_off"]
StepName = Literal["rate", "draft", "agree", "call_off"]
STEPS: tuple[StepName, ...] = get_args(StepName)
# People are asked to rate within this many days.
LONGEST_DAYS = 120


@dataclass(frozen=True, slots=True)
class Stands:
    """Where it stands. `ended`: the day on which it was agreed or called off. `missing`: names of the conditions whose
    standing nobody has agreed yet."""

    status: StatusName
    ended: datetime.date | None = None
    missing: tuple[str, ...] = ()


class NotNow(ValueError):
    """The step does not follow from where the evaluation stands; the text says so to whoever asked."""


def steps_from(now: Stands) -> list[StepName]:
    """What may be done next."""
    if now.status != "gathering":
        return []
    return [step for step in STEPS if step != "agree" or not now.missing]


def after(step: StepName, now: Stands, why: str = "") -> StatusName:
    """Where the step leads. Raises NotNow with a sentence that says what to do."""
    if now.status != "gathering":
        raise NotNow(ended_words(now))
    if step == "agree":
        if now.missing:
            raise NotNow(
                f"{opened(len(now.missing), 'condition has', 'conditions have')} no standing yet: "
                f"{listed(list(now.missing), rest='more')}. Choose one for each, then agree it."
            )
        return "agreed"
    if step == "call_off":
        if not why.strip():
            raise NotNow("Say why it is called off: those who rated read it.")
        return "called_off"
    return "gathering"


def ended_words(now: Stands) -> str:
    """Why nothing of it is written any more; empty while people rate."""
    if now.status == "gathering":
        return ""
    on = f" on {british(now.ended)}" if now.ended else ""
    if now.status == "agreed":
        return f"This self-evaluation was agreed{on} and stands as it was agreed. What you typed stands below."
    return f"This self-evaluation was called off{on}. What you typed stands below; it can be used in the next one."


def day_wrong(closes_on: datetime.date, today: datetime.date) -> str:
    """Why people cannot be asked to rate by that day; empty where they can."""
    if closes_on < today:
        return f"{british(closes_on)} has passed. Choose a day from today on."
    if (closes_on - today).days > LONGEST_DAYS:
        latest = today + datetime.timedelta(days=LONGEST_DAYS)
        return f"That is far off: people forget. Choose a day up to {british(latest)}."
    return ""


def unknown(given: Collection[str], known: Sequence[str]) -> str:
    """What to say of conditions that the rings do not have; empty where all are known."""
    strange = sorted(set(given) - set(known))
    if not strange:
        return ""
    return f"The rings have no condition “{strange[0]}”. Open the page again: it may have changed since."


def few_words(raters: int) -> str:
    """What the head is told where so few others rated that their words can be told as theirs; empty from three on."""
    if raters == 0:
        return "Nobody besides you has rated yet. What you agree now rests on your own view."
    if raters == 1:
        return "One person besides you has rated, so what stands here without a name can be told as theirs."
    if raters == 2:
        return "Two people besides you have rated, so each of them can be told from what stands here."
    return ""
