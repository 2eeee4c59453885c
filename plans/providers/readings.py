"""`readings`: the figures that priorities should move, one for each year and checkpoint that has any.

    readings.register(figure_readings)     # dashboards, through its disclosure door

Who asks gets what they may see: where a figure is hidden from them, its reading says why it has no value.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from academies.access import Person
from academies.models import Academy
from academies.providers import Comparison
from accounts.models import User


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which figure of a measure, at one academy: `figure_of` "gap" (as points behind) or "dis" (what disadvantaged
    pupils reach); `breakdown` as in a gap figure: "all", "year:6", "sex:F"."""

    academy: int
    measure: str
    figure_of: str
    breakdown: str = "all"


@dataclass(frozen=True, slots=True)
class Reading:
    """The figure at one checkpoint of one year; `says` is its value as people read it.

    `value` None: it is hidden or could not be computed, and `why_none` says which. `low` and `high`: its 95% interval.
    `n`: disadvantaged pupils. `one_pupil`: points that one of them is worth. `others_fell`: a gap that narrowed since
    the year before because other pupils fell. `disadvantaged`, `other`: what each group reached.
    """

    academic_year: int
    checkpoint: str
    value: float | None
    says: str = ""
    low: float | None = None
    high: float | None = None
    n: int | None = None
    one_pupil: float | None = None
    others_fell: bool = False
    disadvantaged: float | None = None
    other: float | None = None
    why_none: str = ""
    computed_at: datetime.datetime | None = None
    data_as_of: datetime.date | None = None
    url: str = ""

    @property
    def at(self) -> tuple[int, str]:
        return self.academic_year, self.checkpoint


class ReadingProvider(Protocol):
    def __call__(
        self, user: User, person: Person, academies: Sequence[Academy], wanted: Collection[Wanted]
    ) -> Mapping[Wanted, Sequence[Reading]]:
        """Oldest first, checkpoints in the order of the trust's year. A fixed number of queries."""
        ...

    def breakdowns(self, user: User, person: Person, academy: Academy, measure: str) -> Sequence[tuple[str, str]]:
        """Among whom the measure has figures there: ("all", "All pupils"), ("year:6", "Year 6")."""
        ...

    def beside(
        self, user: User, person: Person, academy: Academy, measure: str, figure_of: str
    ) -> Sequence[Comparison]:
        """The same figure elsewhere, of all pupils: the trust, the local authority, England."""
        ...


class Readings:
    """One provider at most: without one, nobody knows a figure."""

    def __init__(self) -> None:
        self._provider: ReadingProvider | None = None

    def register(self, provider: ReadingProvider) -> None:
        self._provider = provider

    def collect(
        self, user: User, person: Person, academies: Sequence[Academy], wanted: Collection[Wanted]
    ) -> dict[Wanted, list[Reading]]:
        if self._provider is None or not wanted:
            return {}
        return {one: list(told) for one, told in self._provider(user, person, academies, wanted).items()}

    def breakdowns(self, user: User, person: Person, academy: Academy, measure: str) -> list[tuple[str, str]]:
        if self._provider is None:
            return []
        return list(self._provider.breakdowns(user, person, academy, measure))

    def beside(self, user: User, person: Person, academy: Academy, measure: str, figure_of: str) -> list[Comparison]:
        if self._provider is None:
            return []
        return list(self._provider.beside(user, person, academy, measure, figure_of))


readings = Readings()
