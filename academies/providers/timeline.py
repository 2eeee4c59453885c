"""`timeline`: what happened at an academy, and what changed at many since a moment.

timeline.register(visiting_moments, across=visiting_changes)
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from academies.access import Person
from academies.models import Academy
from accounts.models import User
from celt.ui.parts import Moment


class TimelineProvider(Protocol):
    def __call__(self, user: User, person: Person, academy: Academy) -> Iterable[Moment]:
        """Newest first, fifty at most."""
        ...


class ChangeKind(StrEnum):
    """What a change is about; the value is what readers call it."""

    CATEGORY = "Categories"
    SUPPORT = "Support"
    CONCERN = "Concerns"
    INSPECTION = "Inspections"
    PLAN = "Plans"
    LEARNING = "Learning"
    REVIEW = "Reviews and rounds"
    TOOLKIT = "Toolkit"
    CHECKPOINT = "Checkpoints"
    READER = "Papers for boards"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was published, decided, agreed or ended. `academy` None: of the whole trust."""

    when: datetime.datetime
    kind: ChangeKind
    says: str
    url: str
    academy: int | None = None
    note: str = ""


class ChangeProvider(Protocol):
    def __call__(
        self, user: User, person: Person, academies: Sequence[Academy], since: datetime.datetime
    ) -> Iterable[Change]:
        """What others did since then, and the person may know of; in one query for all of the app's kinds."""
        ...


class TimelineRegistry:
    def __init__(self) -> None:
        self._providers: list[TimelineProvider] = []
        self._across: list[ChangeProvider] = []

    def register(self, provider: TimelineProvider | None = None, *, across: ChangeProvider | None = None) -> None:
        if provider is not None and provider not in self._providers:
            self._providers.append(provider)
        if across is not None and across not in self._across:
            self._across.append(across)

    def collect(self, user: User, person: Person, academy: Academy) -> list[Moment]:
        """Everything that the person may know of, newest first."""
        moments = [moment for provider in self._providers for moment in provider(user, person, academy)]
        return sorted(moments, key=lambda moment: _day(moment.when), reverse=True)

    def changes(
        self, user: User, person: Person, academies: Sequence[Academy], since: datetime.datetime
    ) -> list[Change]:
        """What changed since then at these academies and in their trust, newest first."""
        found = [change for provider in self._across for change in provider(user, person, academies, since)]
        return sorted(found, key=lambda change: (change.when, change.says), reverse=True)


timeline = TimelineRegistry()


def _day(when: datetime.date | datetime.datetime) -> datetime.date:
    return when.date() if isinstance(when, datetime.datetime) else when
