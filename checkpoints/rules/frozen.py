"""A figure as plain data: what a hand-in keeps for good, and what is told of it. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from celt.lib.days import british
from celt.lib.sentences import counted
from celt.lib.terms import year_label
from plans.rules.target import Point
from pupils.measures import MEASURES
from pupils.measures.words import number


@dataclass(frozen=True, slots=True)
class Frozen:
    """One figure on the day that it was kept. `value` None: there was none to read, and `why_none` says why; then it
    carries no number at all. `one`: what one pupil was worth, in points."""

    measure: str
    figure_of: str
    breakdown: str
    year: int
    at: str
    value: float | None = None
    says: str = ""
    low: float | None = None
    high: float | None = None
    n: int | None = None
    one: float | None = None
    others_fell: bool = False
    why_none: str = ""
    as_of: str = ""

    @property
    def figure(self) -> tuple[str, str, str]:
        """The same figure from one checkpoint to the next."""
        return self.measure, self.figure_of, self.breakdown

    @property
    def point(self) -> Point | None:
        return None if self.value is None else Point(self.value, self.low, self.high)

    @property
    def when(self) -> str:
        return f"{self.at} {year_label(self.year)}"

    @property
    def interval(self) -> str:
        """'41 to 63', in the measure's decimals; empty where there is none."""
        measure = MEASURES.get(self.measure)
        if measure is None or self.low is None or self.high is None:
            return ""
        return f"{number(self.low, measure)} to {number(self.high, measure)}"

    @property
    def provenance(self) -> list[str]:
        told = [self.when] if self.value is not None else []
        told += [counted(self.n, "disadvantaged pupil")] if self.n is not None else []
        told += [f"95% interval {self.interval}"] if self.interval else []
        day = datetime.date.fromisoformat(self.as_of) if self.as_of else None
        return told + ([f"From files of {british(day)}"] if day else [])


def as_data(lines: Iterable[Frozen]) -> list[dict[str, Any]]:
    return [asdict(line) for line in lines]


def thawed(data: Iterable[Mapping[str, Any]]) -> list[Frozen]:
    return [Frozen(**line) for line in data]
