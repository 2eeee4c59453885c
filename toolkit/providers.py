"""`uses`: what works by a theory of action. The toolkit lies below plans, so plans tell it.

uses.register(plan_uses)     # priorities, enquiries and learning teams
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
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


uses = UseRegistry()
