"""What a letter may say, and when it is due. Pure.

Nothing in a letter comes from what somebody typed: kinds, days and the names of academies, and no number.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from academies.access import Permission
from academies.models.letter import LetterKind, ReminderKind
from academies.providers.events import Event, EventKind

MONDAY, FRIDAY = 0, 4
# How far a weekly letter looks back and ahead: the week that was, and the present one with the next.
BACK, AHEAD = datetime.timedelta(days=7), datetime.timedelta(days=13)
# Lines of a section; the rest is told in one line that leads to the page which has it all.
AT_MOST = 10
# A weekly letter that could not be sent is given up after Thursday: the next one is near.
WEEKLY_UNTIL = datetime.timedelta(days=3)

REMINDED: dict[EventKind, ReminderKind] = {
    EventKind.CHECKPOINT: ReminderKind.DATA,
    EventKind.PLAN: ReminderKind.PLAN,
    EventKind.REVIEW: ReminderKind.REVIEW,
    EventKind.VISIT: ReminderKind.REVIEW,
    EventKind.ROUND: ReminderKind.REVIEW,
    EventKind.DEPLOYMENT: ReminderKind.SUPPORT,
    EventKind.CATEGORY: ReminderKind.CATEGORY,
}
# Whom a thing needs where it names nobody: who holds this at its academy.
NEEDS: dict[ReminderKind, Permission] = {
    ReminderKind.DATA: Permission.IMPORT_DATA,
    ReminderKind.PLAN: Permission.EDIT_PLAN,
    ReminderKind.REVIEW: Permission.ANSWER_REVIEW,
    ReminderKind.SUPPORT: Permission.SIGN_DEPLOYMENT,
    ReminderKind.CATEGORY: Permission.DECIDE_CATEGORY,
}


@dataclass(frozen=True, slots=True)
class LetterLine:
    """`path`: where it leads on this site, without anything that somebody typed."""

    says: str
    path: str


@dataclass(frozen=True, slots=True)
class LetterPart:
    heading: str
    lines: tuple[LetterLine, ...]


def week_of(day: datetime.date) -> datetime.date:
    """Its Monday."""
    return day - datetime.timedelta(days=day.weekday())


def last_day_of(kind: str, day: datetime.date) -> datetime.date:
    """Until when a letter of that day is still worth sending."""
    return day + WEEKLY_UNTIL if kind == LetterKind.WEEKLY else day


def day_words(day: datetime.date) -> str:
    """Monday 23 November: a letter's week needs no year."""
    return f"{day:%A} {day.day} {day:%B}"


def is_due_on(event: Event, day: datetime.date) -> bool:
    """Something that begins on the day where its day was set, and that has to be done by it otherwise."""
    return (event.starts if event.firm else event.ends) == day


def shortened(lines: Sequence[LetterLine], rest: LetterLine) -> tuple[LetterLine, ...]:
    """Each line once; where there are more than fit, the last says where the rest stands."""
    once = list(dict.fromkeys(lines))
    return tuple(once) if len(once) <= AT_MOST else (*once[: AT_MOST - 1], rest)


def parts_of(*parts: tuple[str, Iterable[LetterLine]]) -> tuple[LetterPart, ...]:
    """Those that have a line."""
    made = (LetterPart(heading, tuple(lines)) for heading, lines in parts)
    return tuple(part for part in made if part.lines)
