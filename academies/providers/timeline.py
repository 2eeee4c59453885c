"""`timeline`: what happened at an academy.

timeline.register(decision_moments)
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Protocol

from academies.access import Person
from academies.models import Academy
from accounts.models import User
from celt.ui.parts import Moment


class TimelineProvider(Protocol):
    def __call__(self, user: User, person: Person, academy: Academy) -> Iterable[Moment]:
        """Newest first, fifty at most."""
        ...


class TimelineRegistry:
    def __init__(self) -> None:
        self._providers: list[TimelineProvider] = []

    def register(self, provider: TimelineProvider) -> None:
        if provider not in self._providers:
            self._providers.append(provider)

    def collect(self, user: User, person: Person, academy: Academy) -> list[Moment]:
        """Everything that the person may know of, newest first."""
        moments = [moment for provider in self._providers for moment in provider(user, person, academy)]
        return sorted(moments, key=lambda moment: _day(moment.when), reverse=True)


def _day(when: datetime.date | datetime.datetime) -> datetime.date:
    return when.date() if isinstance(when, datetime.datetime) else when


timeline = TimelineRegistry()
