"""`uses`: what works by a theory of action; `practice_uses`: how often a practice is planned, looked at and coached;
`readers`: how somebody may read what academies wrote. The toolkit lies below plans, so plans tell it.

uses.register(plan_uses)     # priorities, enquiries and learning teams
practice_uses.register(practices_planned)
readers.append(read_at)      # without the names of staff that they are not told
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from academies.access import Person
from academies.models import Academy
from accounts.models import User


@dataclass(frozen=True, slots=True)
class Use:
    """`kind` in a word ("Priority", "Enquiry", "Learning team"). `since`: from which day; `running` False: it ended."""

    theory: int
    academy: Academy
    kind: str
    says: str
    url: str = ""
    since: datetime.date | None = None
    running: bool = True


class UseProvider(Protocol):
    def __call__(self, user: User, person: Person, theories: Collection[int]) -> Iterable[Use]:
        """What the person may see of it, in a fixed number of queries."""
        ...


class UseRegistry:
    def __init__(self) -> None:
        self._providers: list[UseProvider] = []

    def register(self, provider: UseProvider) -> None:
        if provider not in self._providers:
            self._providers.append(provider)

    def collect(self, user: User, person: Person, theories: Collection[int]) -> dict[int, list[Use]]:
        """Theory pk -> its uses: those that run first, by academy. Every theory asked for has a list."""
        found: dict[int, list[Use]] = {pk: [] for pk in theories}
        for provider in self._providers:
            for use in provider(user, person, theories):
                found[use.theory].append(use)
        for told in found.values():
            told.sort(key=lambda use: (not use.running, use.academy.name, use.kind, use.says))
        return found


class PracticeUseKind(StrEnum):
    """The value stands in the addresses of filters and in tables."""

    PLANNED = "planned"
    LOOKED_AT = "looked_at"
    COACHED = "coached"


@dataclass(frozen=True, slots=True)
class PracticeUse:
    """How often at an academy: actions of the running plan, rounds, people who are coached in it. Numbers alone; of
    people, from five on alone. `url`: where the person reads more of it."""

    practice: int
    academy: Academy
    kind: PracticeUseKind
    count: int
    url: str = ""


class PracticeUseProvider(Protocol):
    def __call__(
        self, user: User, person: Person, practices: Collection[int], since: datetime.date
    ) -> Iterable[PracticeUse]:
        """What the person may know of, one for each practice, academy and kind, in one query. `since`: what ended
        before is left out."""
        ...


class PracticeUseRegistry:
    def __init__(self) -> None:
        self._providers: list[PracticeUseProvider] = []

    def register(self, provider: PracticeUseProvider) -> None:
        if provider not in self._providers:
            self._providers.append(provider)

    def collect(
        self, user: User, person: Person, practices: Collection[int], since: datetime.date
    ) -> list[PracticeUse]:
        return [use for provider in self._providers for use in provider(user, person, practices, since)]


class Reader(Protocol):
    def __call__(self, user: User, person: Person, academies: Iterable[Academy], /) -> Callable[[int, str], str]:
        """Takes an academy's pk and what was written there, and gives it as the person may read it. A fixed number of
        queries."""
        ...


uses = UseRegistry()
practice_uses = PracticeUseRegistry()
readers: list[Reader] = []


def read_with(user: User, person: Person, academies: Collection[Academy]) -> Callable[[int, str], str]:
    """What every reader lets the person read."""
    asked = [reader(user, person, academies) for reader in readers]

    def read(academy: int, text: str) -> str:
        for each in asked:
            text = each(academy, text)
        return text

    return read
