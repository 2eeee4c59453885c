"""`searches`: what the search over the whole product finds. An app registers its kinds of thing, and who finds them.

    searches.register((REVIEWS, ROUNDS), visiting_hits)

A provider yields what may be meant, more rather than less: `academies/rules/search.py` then reads title, note and text
of each as they would be shown, and keeps what holds the words. So nothing is found by a word that the person is not
shown. A provider narrows by `visible_to`, and asks one query for all its kinds (`academies/selectors/candidates.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from academies.access import Person
from accounts.models import User
from celt.ui.parts import Link


@dataclass(frozen=True, slots=True)
class SearchedKind:
    """`label` heads its hits ("Instructional rounds"); `position` orders the kinds on the page."""

    slug: str
    label: str
    position: int = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: words as typed, each with its other spelling; the kinds that are wanted, all where none is
    named; how many of each kind are read at most."""

    words: tuple[tuple[str, ...], ...]
    kinds: frozenset[str] = frozenset()
    most: int = 30

    def wants(self, kind: SearchedKind) -> bool:
        return not self.kinds or kind.slug in self.kinds


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that may be meant. `kind`: slug. `note`: its kind and place; alone it makes no hit. `says`: what it
    says, of which some is shown; `also`: other words by which it is known, which are not shown."""

    kind: str
    title: str
    url: str
    note: str = ""
    says: str = ""
    also: str = ""


class SearchProvider(Protocol):
    def __call__(self, user: User, person: Person, asked: Asked, /) -> Iterable[Hit]:
        """What the person may open in the trust looked at. A fixed number of queries."""
        ...


class Further(Protocol):
    def __call__(self, person: Person, text: str, /) -> Link | None:
        """A search of its own kind that finds more of it, such as the toolkit's; None where the person may not."""
        ...


class SearchRegistry:
    def __init__(self) -> None:
        self.kinds: dict[str, SearchedKind] = {}
        self._providers: dict[SearchProvider, tuple[SearchedKind, ...]] = {}
        self.further: list[Further] = []

    def register(self, kinds: Collection[SearchedKind], provider: SearchProvider) -> None:
        if provider in self._providers:
            return
        for kind in kinds:
            if self.kinds.setdefault(kind.slug, kind) != kind:
                raise ValueError(f"Two providers search for the kind {kind.slug}.")
        self._providers[provider] = tuple(kinds)

    def collect(self, user: User, person: Person, asked: Asked) -> Iterator[Hit]:
        """All that may be meant, each thing once; nothing without a word. Who knows none of the kinds is not asked."""
        if not asked.words:
            return
        found: set[tuple[str, str, str]] = set()
        for provider, kinds in self._providers.items():
            if not any(map(asked.wants, kinds)):
                continue
            for hit in provider(user, person, asked):
                key = hit.kind, hit.url, hit.title
                if key not in found:
                    found.add(key)
                    yield hit


searches = SearchRegistry()
