"""`facts`: evidence about academies, each with figure, source, date, n and uncertainty; for decisions and profiles.

    facts.register(FIGURE_KINDS, figure_facts)

A provider tells the kinds of fact that it knows, whether there is data or not, so that a scheme can be written before
there is any; and, for a list of academies, the facts themselves.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from academies.access import Person
from academies.models import Academy
from accounts.models import User


@dataclass(frozen=True, slots=True)
class FactKind:
    """A kind of evidence. `words`: its scale from worst to best where it is a grade; a fact's value is then 1 for the
    first of them. `unit` follows the number ("points behind"). `phases` empty: every phase. `overview`: stands as a
    column of the trust's overview, under `short` where the label is too long for one. `scale`: what a drawing of it
    spans at least, chosen so that kinds of one group are drawn alike."""

    slug: str
    label: str
    group: str
    better: Literal["higher", "lower"]
    unit: str = ""
    decimals: int = 0
    words: tuple[str, ...] = ()
    phases: frozenset[str] = frozenset()
    about: str = ""
    overview: bool = False
    short: str = ""
    scale: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same figure elsewhere: "Trust", "Primaries", "Cornwall", "England", or academies like this one."""

    label: str
    value: float
    figure: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One piece of evidence. `value` None: there is no figure, and `why_none` says why; it counts neither way.

    `figure` is the value as people read it; `low` and `high` its 95% interval where it has one; `n` the pupils (or
    whatever `counted` calls them) behind it; `as_of` the day that the source speaks of. `note`: a sentence that a
    reader needs beside it ("Missing: ..."). `applies` False: the question does not arise for this academy, such as a
    grade of a framework under which it was not inspected; that is no gap in the evidence.
    """

    kind: str
    academy: int
    value: float | None
    figure: str
    source: str
    as_of: datetime.date | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    counted: str = "pupils"
    period: str = ""
    trend: str = ""
    why_none: str = ""
    applies: bool = True
    note: str = ""
    url: str = ""
    beside: tuple[Comparison, ...] = field(default=())


class FactProvider(Protocol):
    def __call__(self, user: User, person: Person, academies: Sequence[Academy]) -> Iterable[Fact]: ...


class FactRegistry:
    def __init__(self) -> None:
        self.kinds: dict[str, FactKind] = {}
        self._providers: dict[FactProvider, frozenset[str]] = {}

    def register(self, kinds: Iterable[FactKind], provider: FactProvider) -> None:
        if provider in self._providers:
            return
        told = list(kinds)
        for kind in told:
            if self.kinds.setdefault(kind.slug, kind) != kind:
                raise ValueError(f"Two providers tell facts of the kind {kind.slug}.")
        self._providers[provider] = frozenset(kind.slug for kind in told)

    def collect(
        self, user: User, person: Person, academies: Sequence[Academy], *, kinds: Collection[str] | None = None
    ) -> Mapping[int, Mapping[str, Fact]]:
        """Academy pk -> slug of the kind -> fact. Kinds without a fact are left out; `kinds`: only these are wanted,
        and providers that know none of them are not asked."""
        found: dict[int, dict[str, Fact]] = {academy.pk: {} for academy in academies}
        for provider, told in self._providers.items():
            if kinds is not None and told.isdisjoint(kinds):
                continue
            for fact in provider(user, person, academies):
                if kinds is None or fact.kind in kinds:
                    found[fact.academy][fact.kind] = fact
        return found


facts = FactRegistry()
