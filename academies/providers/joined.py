"""`joined_events` and `joined_moments`: rows of higher apps, read in the one query that reviews, rounds and visits are
read by. Calendars and timelines have no room for a query more.

    joined_events.register(Joined(asked=places_between, told=place_events, models=(CheckpointPlace,)))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Joined:
    """`asked` gives academies.selectors.together.Asked or None each, from what the page asks with; `told` makes of the
    rows, which are of `models`, what the page shows, without a query. It is called with the same and the rows."""

    asked: Callable[..., Iterable[Any]]
    told: Callable[..., Iterable[Any]]
    models: tuple[type, ...]


class JoinedRegistry:
    def __init__(self) -> None:
        self._joined: list[Joined] = []

    def register(self, joined: Joined) -> None:
        if joined not in self._joined:
            self._joined.append(joined)

    def asked(self, *page: Any) -> Iterator[Any]:
        for each in self._joined:
            yield from each.asked(*page)

    def told(self, found: list[Any], *page: Any) -> Iterator[Any]:
        for each in self._joined:
            yield from each.told(*page, [row for row in found if isinstance(row, each.models)])


joined_events = JoinedRegistry()
joined_moments = JoinedRegistry()
