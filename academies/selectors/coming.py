"""What is coming in the next two weeks, day by day, of all that somebody may see."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from academies.access import Person
from academies.providers import events, own_events
from academies.selectors.academy import academies_of
from academies.selectors.calendar import Line, lines_of, names_of
from accounts.models import User
from celt.lib.sentences import opened

AHEAD = datetime.timedelta(days=13)
AT_HOME = 6


@dataclass(frozen=True)
class ComingPage:
    """`days`: anchor, day in words and its lines; `running`: what goes on for longer, or began before.
    `own_pages`: addresses that tell in place what is of one's own alone."""

    answer: str
    days: list[tuple[str, str, list[Line]]]
    running: list[Line]
    number: int
    own_pages: list[str]

    @property
    def first(self) -> list[tuple[str, str, list[Line]]]:
        """The next few lines, for the home page."""
        shown, left = [], AT_HOME
        for anchor, label, lines in self.days:
            if left > 0:
                shown.append((anchor, label, lines[:left]))
                left -= len(lines)
        return shown

    @property
    def more(self) -> int:
        return max(0, sum(len(lines) for _, _, lines in self.days) - AT_HOME)


def coming_page(user: User, person: Person) -> ComingPage:
    first = timezone.localdate()
    last = first + AHEAD
    academies = list(academies_of(user, person.trust).open()) if person.trust is not None else []
    found = events.collect(user, person, academies, first, last, of_trust=True) if academies else []
    days, running = lines_of(found, names_of(person.trust, academies), first)
    number = sum(line.n for _, _, lines in days for line in lines)
    return ComingPage(_answer(number), days, running, number, own_events.pages(person))


def _answer(number: int) -> str:
    if not number:
        return "Nothing has a day in the next two weeks."
    return f"{opened(number, 'thing')} {'has a day' if number == 1 else 'have a day'} in the next two weeks."
