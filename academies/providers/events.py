"""`events`: what lands on academies, and when: for the view of a term and for calendars. `own_events`: what is of one
person alone and of nobody else's calendar.

events.register(promise_events)
own_events.register(own_visits, page="coaching:coming", needs=Permission.COACH)
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from accounts.models import User

# Stands for the academy of what lands on none: no row has this key.
WHOLE_TRUST = 0


class EventKind(StrEnum):
    VISIT = "Visit"
    REVIEW = "Review"
    ROUND = "Instructional round"
    MEETING = "Meeting"
    DEPLOYMENT = "Deployment"
    CHECKPOINT = "Data checkpoint"
    CATEGORY = "Category"
    INSPECTION = "Inspection"
    PLAN = "Improvement plan"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that lands on an academy, or on the trust as a whole (`academy` is WHOLE_TRUST). `uid` is stable
    over changes of date: calendars know it by that.

    `load` says how much of the academy's day it takes: 0 nothing (somebody else's deadline), 1 an hour or two, 2 half
    the day and leaders' time, 3 the whole day. `firm`: a day was set; otherwise it is only due by `ends`. `people`: the
    keys of those whom it needs, where it needs somebody in particular.
    """

    uid: str
    academy: int
    kind: EventKind
    starts: datetime.date
    ends: datetime.date
    title: str
    url: str = ""
    note: str = ""
    load: int = 1
    firm: bool = True
    people: tuple[int, ...] = ()


class EventProvider(Protocol):
    def __call__(
        self, user: User, person: Person, academies: Sequence[Academy], first: datetime.date, last: datetime.date
    ) -> Iterable[Event]:
        """What touches the days from `first` to `last`, both counted: of these academies, and of the trust itself."""
        ...


class EventRegistry:
    def __init__(self) -> None:
        self._providers: list[EventProvider] = []

    def register(self, provider: EventProvider) -> None:
        if provider not in self._providers:
            self._providers.append(provider)

    def collect(
        self,
        user: User,
        person: Person,
        academies: Sequence[Academy],
        first: datetime.date,
        last: datetime.date,
        *,
        of_trust: bool = False,
    ) -> list[Event]:
        """All of it in order of days. `of_trust`: with what lands on the trust as a whole and on no academy."""
        every = (event for provider in self._providers for event in provider(user, person, academies, first, last))
        found = [event for event in every if of_trust or event.academy != WHOLE_TRUST]
        return sorted(found, key=lambda event: (event.starts, event.ends, event.title))


@dataclass(frozen=True, slots=True)
class OwnEvent:
    """One thing of one person: it lands on no academy, is counted nowhere, and stands in no file. `kind` in a word or
    two; `plain`: what their calendar program is told, which others may see over their shoulder."""

    uid: str
    kind: str
    day: datetime.date
    title: str
    url: str
    plain: str
    plain_url: str


class OwnEventProvider(Protocol):
    def __call__(
        self, user: User, person: Person, first: datetime.date, last: datetime.date, /
    ) -> Iterable[OwnEvent]: ...


class OwnEventRegistry:
    def __init__(self) -> None:
        self._providers: dict[OwnEventProvider, tuple[str, Permission]] = {}

    def register(self, provider: OwnEventProvider, *, page: str, needs: Permission) -> None:
        """`page`: the name of the address at which its own page tells them, for whoever holds the permission."""
        self._providers[provider] = page, needs

    def pages(self, person: Person) -> list[str]:
        """Addresses of fragments: a page that asks every app in turn has no room for what opens a lock first."""
        return [reverse(page) for page, needs in self._providers.values() if person.can(needs)]

    def collect(self, user: User, person: Person, first: datetime.date, last: datetime.date) -> list[OwnEvent]:
        found = [event for provider in self._providers for event in provider(user, person, first, last)]
        return sorted(found, key=lambda event: (event.day, event.title))


events = EventRegistry()
own_events = OwnEventRegistry()
