"""What higher apps may hang on to this one's pages without it knowing them. They register in `AppConfig.ready()`.

`todo`: what needs this person. The home page asks every provider, and shows what they say in order:

    todo.register(gap_run_todos)

A provider asks a fixed number of queries, narrows what it reads by `visible_to`, and says nothing where there is
nothing to say.

`academy_ways`: where an academy's page leads: its dashboard, later its plan and its reviews.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from academies.access import Person
from academies.models import Academy
from accounts.models import User
from celt.ui.parts import Link


class Weight(IntEnum):
    """Order on the page: first what waits for the person, then what they may want to read."""

    WAITING = 1
    NEXT = 2
    KNOW = 3


@dataclass(frozen=True)
class Todo:
    """One sentence for people ("Three academies have not handed in Autumn results."), which leads to `url`, and why."""

    says: str
    url: str
    note: str = ""
    weight: Weight = Weight.NEXT


class TodoProvider(Protocol):
    def __call__(self, user: User, person: Person) -> Iterable[Todo]: ...


class TodoRegistry:
    def __init__(self) -> None:
        self._providers: list[TodoProvider] = []

    def register(self, provider: TodoProvider) -> None:
        if provider not in self._providers:
            self._providers.append(provider)

    def collect(self, user: User, person: Person) -> list[Todo]:
        said = [each for provider in self._providers for each in provider(user, person)]
        return sorted(said, key=lambda each: each.weight)


todo = TodoRegistry()


class AcademyWays(Protocol):
    def __call__(self, academy: Academy, person: Person) -> Iterable[Link]:
        """Links that this person may open. No query: `person` knows the roles."""
        ...


academy_ways: list[AcademyWays] = []
