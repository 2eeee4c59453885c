"""Which academies of a phase are most like one: by how many pupils they have and how many of them are disadvantaged.

Pure. Size counts by its logarithm, since 100 pupils more change a school of 90 and hardly one of 900. Both are put on
one scale by their standard deviation among the trust's academies of the phase, and count alike; the distance is that
of Pythagoras.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, log, sqrt

FEWEST, MOST = 3, 5  # academies named
SMALL_POOL = 20  # others among whom even the nearest may be unlike


@dataclass(frozen=True, slots=True)
class Cohort:
    """An academy as likeness sees it: its key, its pupils (1 and more) and the percentage who are disadvantaged."""

    key: int
    pupils: int
    share: float


@dataclass(frozen=True, slots=True)
class Like:
    cohort: Cohort
    distance: float


def how_many(others: int) -> int:
    """Half of the others, three at least and five at most, or all where there are fewer."""
    return min(others, max(FEWEST, min(MOST, others // 2)))


def most_like(own: Cohort, others: Sequence[Cohort]) -> list[Like]:
    """The nearest first; where two are as near, the one of the lower key."""
    everyone = [own, *others]
    size = _spread([log(each.pupils) for each in everyone])
    share = _spread([each.share for each in everyone])
    found = [
        Like(each, hypot((log(each.pupils) - log(own.pupils)) / size, (each.share - own.share) / share))
        for each in others
    ]
    found.sort(key=lambda like: (round(like.distance, 9), like.cohort.key))
    return found[: how_many(len(found))]


def _spread(values: Sequence[float]) -> float:
    """The standard deviation; 1 where all are alike, since then nobody is further than another."""
    mean = sum(values) / len(values)
    spread = sqrt(sum((value - mean) ** 2 for value in values) / len(values))
    return spread if spread > 1e-12 else 1.0
