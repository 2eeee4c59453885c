"""`todo`: what needs this person. The home page asks every provider, and shows what they say in order.

    todo.register(gap_run_todos)
    standing.register(figure_todos, needs=Permission.VIEW_FIGURES)

A provider says nothing where there is nothing to say. `standing`: how things stand. Nothing waits there, and it costs
more to say: it has a page of its own, which the home page asks for in place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from academies.access import Permission, Person
from accounts.models import User


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


class StandingRegistry:
    def __init__(self) -> None:
        self._providers: dict[TodoProvider, Permission] = {}

    def register(self, provider: TodoProvider, *, needs: Permission) -> None:
        """`needs`: whoever does not hold it is told nothing, and the provider is not asked."""
        self._providers[provider] = needs

    def tells(self, person: Person) -> bool:
        """Whether anything could be told to the person. No query."""
        return any(person.can(needs) for needs in self._providers.values())

    def collect(self, user: User, person: Person) -> list[Todo]:
        """In the order in which the apps registered."""
        asked = [provider for provider, needs in self._providers.items() if person.can(needs)]
        return [each for provider in asked for each in provider(user, person)]


todo = TodoRegistry()
standing = StandingRegistry()
