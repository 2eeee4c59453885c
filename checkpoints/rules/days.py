"""The days of a checkpoint, and where it stands on its way. Pure."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from celt.lib.days import british

Tone = Literal["", "good", "warn", "bad", "busy"]

NOT_FROM_TODAY = "That day is over. Choose one from today on."


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an academy stands at a checkpoint: a word with its tone."""

    word: str
    tone: Tone = ""


def is_late(day: datetime.date, hand_in_by: datetime.date) -> bool:
    return day > hand_in_by


def may_withdraw(day: datetime.date, decide_by: datetime.date, *, decided: bool) -> bool:
    """Until the day of decision, and as long as nothing was decided on it."""
    return day < decide_by and not decided


def standing(
    today: datetime.date,
    hand_in_by: datetime.date,
    decide_by: datetime.date,
    *,
    handed_in: bool,
    late: bool,
    decided: str,
) -> Standing:
    """`decided`: the kind of the decision, or empty."""
    if decided == "intervention":
        return Standing("Intervention decided", "good")
    if decided:
        return Standing("None needed, with its reason", "good")
    if handed_in:
        if today > decide_by:
            return Standing("Decision overdue", "bad")
        return Standing("Handed in late, decision to come" if late else "Handed in, decision to come", "busy")
    return Standing("Not handed in", "bad" if today > hand_in_by else "")


def days_words(day: datetime.date, today: datetime.date) -> str:
    """'today', 'tomorrow', 'in 12 days, on 4 December 2026', '3 days ago, on …'."""
    away = (day - today).days
    if away == 0:
        return "today"
    if away == 1:
        return "tomorrow"
    if away == -1:
        return "yesterday"
    near = f"in {away} days" if away > 0 else f"{-away} days ago"
    return f"{near}, on {british(day)}"
