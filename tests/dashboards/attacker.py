"""An attacker who knows every pupil number and every shown figure, and solves for the rest with exact fractions.

It shares nothing with the product: its sums come from dictionaries, its algebra is Gaussian elimination.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

import numpy as np

from dashboards.disclosure.cells import ACADEMY, PHASE, TRUST, Cells

Row = dict["Cell", Fraction]
SEXES, SENS = ("F", "M"), ("N", "K", "E")


class Cell(NamedTuple):
    """A figure. `phase` and `academy` are None above their level; `pooled` is the three years that end with `year`."""

    year: int
    phase: int | None
    academy: int | None
    category: str
    pooled: bool = False


class Trust:
    """Pupils of one measure: `pupils[year, phase, academy, sex, sen]` = (disadvantaged, other)."""

    def __init__(self, pupils: dict[tuple[int, int, int, str, str], tuple[int, int]], *, pooled: bool = True) -> None:
        self.pupils = pupils
        self.n: dict[Cell, list[int]] = {}
        years = sorted({key[0] for key in pupils})
        windows = [y for y in years if pooled and {y - 1, y - 2} <= set(years)]
        for (year, phase, academy, sex, sen), counts in pupils.items():
            for of_phase, of_academy in ((None, None), (phase, None), (phase, academy)):
                for category in ("all", f"sex:{sex}", f"sen:{sen}"):
                    cell = Cell(year, of_phase, of_academy, category)
                    self._add(cell, counts)
                    for end in windows:
                        if year <= end < year + 3:
                            self._add(cell._replace(year=end, pooled=True), counts)
                            self._add(cell._replace(year=end), (0, 0))
        self.windows = windows

    def _add(self, cell: Cell, counts: tuple[int, int]) -> None:
        self.n.setdefault(cell, [0, 0])
        for g in (0, 1):
            self.n[cell][g] += counts[g]

    def rows(self) -> list[Cell]:
        return sorted((c for c in self.n if not c.pooled), key=repr)

    def cells(self) -> Cells:
        """The same in the product's form."""
        rows = self.rows()
        categories = ["all", *sorted({c.category for c in rows} - {"all"})]
        none = [0, 0]
        twins = [self.n.get(c._replace(pooled=True), none) for c in rows]
        return Cells(
            series=np.zeros(len(rows), dtype=np.int64),
            year=np.array([c.year for c in rows]),
            level=np.array([TRUST if c.phase is None else PHASE if c.academy is None else ACADEMY for c in rows]),
            phase=np.array([-1 if c.phase is None else c.phase for c in rows]),
            academy=np.array([-1 if c.academy is None else c.academy for c in rows]),
            category=np.array([categories.index(c.category) for c in rows]),
            families=np.array([["all", "sex", "sen"].index(c.split(":")[0]) for c in categories]),
            n=np.array([self.n[c] for c in rows], dtype=np.int64).T.reshape(2, -1),
            pooled=np.array([c.year in self.windows for c in rows], dtype=np.bool_),
            pooled_n=np.array(twins, dtype=np.int64).T.reshape(2, -1),
        )

    def sums(self) -> list[tuple[Cell, list[Cell]]]:
        """Every whole and its parts that a reader can add up."""
        found = []
        for whole in self.n:
            same = [c for c in self.n if c.year == whole.year and c.pooled == whole.pooled]
            if whole.phase is None:
                alike = [c for c in same if c.category == whole.category]
                found.append((whole, [c for c in alike if c.phase is not None and c.academy is None]))
                found.append((whole, [c for c in alike if c.academy is not None]))
            elif whole.academy is None:
                own = [c for c in same if c.category == whole.category and c.phase == whole.phase]
                found.append((whole, [c for c in own if c.academy is not None]))
            if whole.category == "all":
                here = [c for c in same if c[1:3] == whole[1:3]]
                for family in ("sex:", "sen:"):
                    found.append((whole, [c for c in here if c.category.startswith(family)]))
            if whole.pooled:
                alone = whole._replace(pooled=False)
                years = [alone._replace(year=whole.year - back) for back in range(3)]
                found.append((whole, [c for c in years if c in self.n]))
        return found


def told(trust: Trust, hidden: set[Cell], g: int) -> set[Cell]:
    """Cells that the figures of all pupils tell by themselves, however many breakdowns are hidden: where all of an
    academy's disadvantaged pupils are girls, say."""
    return solved(trust, hidden | {c for c in trust.n if c.category != "all"}, g, set())[0]


def unknowns(trust: Trust, hidden: set[Cell], g: int, known: set[Cell]) -> set[Cell]:
    """What the attacker must find out for group g. A pooled figure only if a year of it is to be found out: else it
    says what its years say."""
    found = {c for c in hidden - known if not c.pooled and trust.n[c][g]}
    for cell in hidden - known:
        years = [cell._replace(pooled=False, year=cell.year - back) for back in range(3)]
        if cell.pooled and any(year in found for year in years):
            found.add(cell)
    return found


def solved(trust: Trust, hidden: set[Cell], g: int, known: set[Cell]) -> tuple[set[Cell], list[tuple[Cell, Row]]]:
    """The hidden cells that the sums determine, and the sums over hidden cells in reduced echelon form."""
    unknown = unknowns(trust, hidden, g, known)
    pivots: dict[Cell, Row] = {}
    for whole, parts in trust.sums():
        row: Row = {c: Fraction(1) for c in parts if c in unknown}
        if whole in unknown:
            row[whole] = Fraction(-1)
        row = reduce(row, pivots)
        if not row:
            continue
        pivot = next(iter(row))
        row = {c: value / row[pivot] for c, value in row.items()}
        for other, old in pivots.items():
            if pivot in old:
                pivots[other] = _minus(old, row, old[pivot])
        pivots[pivot] = row
    return {next(iter(row)) for row in pivots.values() if len(row) == 1}, list(pivots.items())


def reduce(row: Row, pivots: dict[Cell, Row]) -> Row:
    for pivot in [c for c in row if c in pivots]:
        if pivot in row:
            row = _minus(row, pivots[pivot], row[pivot])
    return row


def _minus(row: Row, other: Row, times: Fraction) -> Row:
    found = dict(row)
    for cell, value in other.items():
        found[cell] = found.get(cell, Fraction(0)) - times * value
        if not found[cell]:
            del found[cell]
    return found


def small_totals(trust: Trust, hidden: set[Cell], g: int, known: set[Cell], threshold: int) -> list[tuple[Cell, ...]]:
    """Two hidden parts of one whole, or all of them, whose total is determined and is that of 1..threshold pupils."""
    pivots = dict(solved(trust, hidden, g, known)[1])
    cells = {c for c in unknowns(trust, hidden, g, known) if trust.n[c][g] < threshold}
    found = []
    for _, parts in trust.sums():
        away = [c for c in parts if c in hidden and trust.n[c][g]]
        for some in [*combinations(sorted(cells & set(parts), key=repr), 2), *([tuple(away)] if away else [])]:
            if sum(trust.n[c][g] for c in some) <= threshold and not reduce({c: Fraction(1) for c in some}, pivots):
                found.append(some)
    return found


def realistic(seed, years, academies):
    """Primaries of 12 to 60 and secondaries of 120 to 220 in the year, a fifth to a third disadvantaged."""
    random = np.random.default_rng(seed)
    pupils = {}
    for academy in range(academies):
        phase = int(academy >= academies * 2 // 3)
        size = random.integers(120, 220) if phase else random.integers(12, 60)
        share = random.uniform(0.15, 0.35)
        for year in range(2025 - years, 2025):
            for sex in SEXES:
                for sen, part in zip(SENS, (0.8, 0.16, 0.04), strict=True):
                    n = random.poisson(size * part / 2)
                    disadvantaged = random.binomial(n, share)
                    pupils[year, phase, academy, sex, sen] = (int(disadvantaged), int(n - disadvantaged))
    return Trust(pupils)
