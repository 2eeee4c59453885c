"""How a step stands after what later visits saw of it, and whether visits keep their rhythm. Pure.

A check says what one visit saw; three words, no number: nobody's teaching is a percentage.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Mark = Literal["given", "not_yet", "partly", "secure"]
GRACE = 4  # days: timetables
WORDS = {"given": "given", "not_yet": "not yet seen", "partly": "seen in part", "secure": "secure"}


@dataclass(frozen=True, slots=True)
class Moment:
    """One dot of the picture: when, and what was seen."""

    mark: Mark
    day: datetime.date

    @property
    def word(self) -> str:
        return WORDS[self.mark]

    @property
    def told(self) -> str:
        return f"{self.day.day} {self.day:%b}"


def mastery(state: str, moments: Sequence[Moment]) -> str:
    """The way of a step in a few words: "Secure 4 weeks after it was given". `moments` begin with the giving."""
    given, *checks = moments
    if state == "set_aside":
        return "Set aside"
    secure = next((check for check in reversed(checks) if check.mark == "secure"), None)
    if state == "secure":
        if secure is None:
            return "Secure"
        return f"Secure {_weeks((secure.day - given.day).days)} after it was given"
    if not checks:
        return "Not looked at again yet"
    return {"not_yet": "Not seen yet at the last visit", "partly": "Seen in part at the last visit"}.get(
        checks[-1].mark, "Seen at the last visit"
    )


def next_due(last: datetime.date, rhythm_weeks: int) -> datetime.date:
    """The last day on which the next visit keeps the rhythm that the two agreed on."""
    return last + datetime.timedelta(weeks=rhythm_weeks)


def rhythm(days: Sequence[datetime.date], rhythm_weeks: int, today: datetime.date, *, runs: bool = True) -> str:
    """Whether visits come as agreed: `days` of those that took place, in order."""
    agreed = f"every {rhythm_weeks} weeks" if rhythm_weeks > 1 else "every week"
    if not days:
        return f"Agreed: a visit {agreed}."
    says = f"Agreed: a visit {agreed}."
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    if gaps:
        came = max(1, round(sum(gaps) / len(gaps) / 7))
        says += " So far it is kept." if came <= rhythm_weeks else f" So far one came every {came} weeks."
    late = (today - days[-1]).days
    if runs and late > rhythm_weeks * 7 + GRACE:
        says += f" The last was {_weeks(late)} ago."
    return says


def _weeks(days: int) -> str:
    if days < 7:
        return "a few days" if days > 1 else "a day"
    weeks = round(days / 7)
    return "a week" if weeks == 1 else f"{weeks} weeks"
