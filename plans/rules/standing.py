"""How a condition stands, in words and marks; what several people say of it; what changed since the last time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import Literal

# 1 to 4, as plans.models.evaluation.Standing says them in full.
LOWEST, HIGHEST, FIRM = 1, 4, 3
SHORT = {1: "not yet in place", 2: "beginning", 3: "secure", 4: "embedded"}
FULL = {1: "Not yet in place", 2: "Beginning", 3: "Secure in most places", 4: "Embedded everywhere"}

Way = Literal["", "up", "down", "same"]


def marks(standing: int | None) -> str:
    """○○○ for the lowest to ●●● for the highest: the same word said in marks, where colour alone would say it."""
    return "●" * (standing - LOWEST) + "○" * (HIGHEST - standing) if standing else ""


@dataclass(frozen=True, slots=True)
class Spread:
    """What people say of one condition. `counts`: how many chose each standing, from the lowest."""

    counts: tuple[int, int, int, int]
    cannot_judge: int = 0

    @property
    def judged(self) -> int:
        return sum(self.counts)

    @property
    def raters(self) -> int:
        return self.judged + self.cannot_judge

    @property
    def middle(self) -> int | None:
        """The median, and of two middle ones the lower: the doubt counts. None where nobody can judge."""
        given = self._given()
        return median_low(given) if given else None

    @property
    def apart(self) -> tuple[int, float]:
        """How far people are from each other: the steps between the lowest and the highest, then the mean distance
        from the middle. Greater where they disagree more."""
        given, middle = self._given(), self.middle
        if not given or middle is None:
            return 0, 0.0
        return given[-1] - given[0], sum(abs(one - middle) for one in given) / len(given)

    @property
    def disagree(self) -> bool:
        """Two steps or more lie between two people."""
        return self.apart[0] >= 2

    @property
    def says(self) -> str:
        """'4 people: 1 beginning, 3 secure; 1 cannot judge'; 'Nobody has rated it yet'."""
        if not self.raters:
            return "Nobody has rated it yet"
        people = "1 person" if self.raters == 1 else f"{self.raters} people"
        chosen = [f"{n} {SHORT[standing]}" for standing, n in enumerate(self.counts, start=1) if n]
        unsure = "1 cannot judge" if self.cannot_judge == 1 else f"{self.cannot_judge} cannot judge"
        if not chosen:
            return f"{people}: {unsure}"
        return f"{people}: {', '.join(chosen)}" + (f"; {unsure}" if self.cannot_judge else "")

    def _given(self) -> list[int]:
        return [standing for standing, n in enumerate(self.counts, start=1) for _ in range(n)]


def spread_of(standings: Iterable[int | None]) -> Spread:
    """`None` among them: somebody cannot judge it."""
    counts, unsure = [0, 0, 0, 0], 0
    for standing in standings:
        if standing is None:
            unsure += 1
        elif LOWEST <= standing <= HIGHEST:
            counts[standing - 1] += 1
        else:
            raise ValueError(f"No standing: {standing}")
    return Spread((counts[0], counts[1], counts[2], counts[3]), unsure)


def most_apart_first(spreads: Mapping[str, Spread], order: Sequence[str]) -> list[str]:
    """Conditions, those on which people disagree most first; among equals as the rings have them."""
    return sorted(order, key=lambda slug: (*(-x for x in spreads[slug].apart), order.index(slug)))


@dataclass(frozen=True, slots=True)
class Change:
    way: Way
    says: str


def change(before: int | None, now: int) -> Change:
    """'up from beginning'; nothing where it was not agreed before."""
    if before is None:
        return Change("", "")
    if before == now:
        return Change("same", "as before")
    way: Way = "up" if now > before else "down"
    return Change(way, f"{way} from {SHORT[before]}")


def firm(standings: Collection[int]) -> int:
    """How many are secure or embedded."""
    return sum(standing >= FIRM for standing in standings)
