"""`todo`: what needs this person. The home page asks every provider, and shows what they say in order.

    todo.register(gap_run_todos)
    standing.register(figure_todos, needs=Permission.VIEW_FIGURES)

A provider says nothing where there is nothing to say. Most ask nothing themselves: `JoinedTodos` says of which rows
they tell, and one query reads those of all of them, for home pages have no room for a query each. `standing`: how
things stand. Nothing waits there, and it costs more to say: it has a page of its own, which the home page asks for in
place.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from academies.access import Permission, Person
from academies.selectors.together import Asked, read_apart
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


@dataclass(frozen=True)
class JoinedTodos:
    """A provider that tells of rows which are read together with those of others. `asked`: the rows, in so many parts;
    nothing for who is told nothing. `told` makes todos of each part's rows, which come in no order."""

    asked: Callable[[User, Person], Sequence[Asked | None]]
    told: Callable[..., Iterable[Todo]]

    def __call__(self, user: User, person: Person) -> list[Todo]:
        """One query, or none: what it says by itself."""
        return _said([self], user, person)


class TodoRegistry:
    def __init__(self) -> None:
        self._providers: list[TodoProvider] = []

    def register(self, provider: TodoProvider, *, before: TodoProvider | None = None) -> None:
        """`before`: the provider of a lower app that it comes before, where both say what weighs the same."""
        if provider not in self._providers:
            place = self._providers.index(before) if before is not None else len(self._providers)
            self._providers.insert(place, provider)

    def collect(self, user: User, person: Person) -> list[Todo]:
        return sorted(_said(self._providers, user, person), key=lambda each: each.weight)


def _said(providers: Sequence[TodoProvider], user: User, person: Person) -> list[Todo]:
    """What all of them say, in their order. One query for those that are joined, and what the others ask."""
    parts = [list(each.asked(user, person)) if isinstance(each, JoinedTodos) else [] for each in providers]
    found = iter(read_apart(*(part for asked in parts for part in asked)))
    said: list[Todo] = []
    for provider, asked in zip(providers, parts, strict=True):
        rows = [next(found) for _ in asked]
        if not isinstance(provider, JoinedTodos):
            said += provider(user, person)
        elif any(asked):
            said += provider.told(user, person, *rows)
    return said


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
