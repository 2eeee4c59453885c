"""`searches`: what the search page finds beyond the toolkit. A higher app registers a kind of thing and how to find it.

    searches.register(SearchedKind("round", "Instructional rounds"), find_rounds)

The words come as they were understood, typing errors mended. What a provider hands out the person may open: it narrows
by `visible_to`, and tells no number of what they may not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from academies.access import Person
from accounts.models import User


@dataclass(frozen=True, slots=True)
class SearchedKind:
    """`label` heads its hits ("Instructional rounds")."""

    slug: str
    label: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. `note`: its kind and place; `says`: a line or two out of it."""

    title: str
    url: str
    note: str = ""
    says: str = ""


class SearchProvider(Protocol):
    def __call__(self, user: User, person: Person, words: Sequence[str], /) -> Iterable[Hit]:
        """The best first, ten at most, of what the person may open in the trust looked at. A fixed number of
        queries."""
        ...


class SearchRegistry:
    def __init__(self) -> None:
        self._providers: dict[str, tuple[SearchedKind, SearchProvider]] = {}

    def register(self, kind: SearchedKind, provider: SearchProvider) -> None:
        known = self._providers.setdefault(kind.slug, (kind, provider))
        if known != (kind, provider):
            raise ValueError(f"Two providers search for the kind {kind.slug}.")

    def collect(self, user: User, person: Person, words: Sequence[str]) -> list[tuple[SearchedKind, list[Hit]]]:
        """Kind by kind, those without a hit left out; nothing is asked for without a word."""
        if not words:
            return []
        found = [(kind, list(search(user, person, words))) for kind, search in self._providers.values()]
        return [(kind, hits) for kind, hits in found if hits]


searches = SearchRegistry()
