"""The published figures as cells, and every sum that ties one cell to others.

A reader knows all pupil numbers, so a published mean or share is as good as its total over the pupils. Totals add up:
trust = phases, phase = academies, all = the categories of a breakdown, pooled figure = its three years.
Whoever knows all cells of such a sum but one knows the last one too.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

TRUST, PHASE, ACADEMY = 0, 1, 2
POOLED_YEARS = 3


@dataclass(frozen=True)
class Cells:
    """One row a figure; all arrays have its length, codes are small and not negative unless said.

    `series` tells measures and checkpoints apart: no sum crosses it. `phase` and `academy` are -1 above their level.
    `category` 0 is 'all'; `families` maps a category's code to its breakdown's (`families[0]` is ignored). `n` and
    `pooled_n` are pupils, shape (2, rows): disadvantaged, other. `pooled` says where the row has a pooled figure; it
    must be the same for all rows of a series and year, and such a year has a row for every place and category that
    any of the window's years has.
    """

    series: Ints
    year: Ints
    level: Ints
    phase: Ints
    academy: Ints
    category: Ints
    families: Ints
    n: Ints
    pooled: Flags
    pooled_n: Ints


@dataclass(frozen=True)
class Sums:
    """`parent[r]` is the sum of `members[starts[r]:starts[r + 1]]`, over cell numbers.

    Cell c < rows is row c's own figure, rows + c its pooled one. The first `base` sums hold no pooled cell, the
    next ones up to `tables` hold pooled cells only, the rest tie a pooled cell to its years.
    """

    parent: Ints
    starts: Ints
    members: Ints
    base: int
    tables: int


def build_sums(cells: Cells) -> Sums:
    """All sums of the cells. Raises ValueError where the parts' pupils are not the whole's: a breakdown with a hole
    would leave a group that no cell stands for."""
    rows = cells.level.size
    row = np.arange(rows, dtype=np.int64)
    _, place = np.unique(_key(cells.level, cells.phase + 1, cells.academy + 1), return_inverse=True)
    slot = _key(cells.series, cells.year, cells.category)
    family = np.where(cells.category == 0, 0, cells.families[cells.category])
    nothing = np.zeros(rows, dtype=np.int64)
    kinds = (
        # the whole, its parts, the key that ties a part to its whole, what splits the parts into several sums
        (cells.level == TRUST, cells.level == PHASE, slot, nothing),
        (cells.level == TRUST, cells.level == ACADEMY, slot, nothing),
        (cells.level == PHASE, cells.level == ACADEMY, _key(slot, cells.phase + 1), nothing),
        (cells.category == 0, cells.category > 0, _key(cells.series, cells.year, place), family),
    )
    base = [_parts(row[whole], row[parts], key, split) for whole, parts, key, split in kinds]
    pooled = [
        _parts(row[whole & cells.pooled], row[parts & cells.pooled], key, split).moved(rows)
        for whole, parts, key, split in kinds
    ]
    groups = [*base, *pooled, _windows(cells, row, _key(cells.series, place, cells.category))]
    sizes = np.concatenate([group.sizes for group in groups])
    sums = Sums(
        parent=np.concatenate([group.parent for group in groups]),
        starts=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        members=np.concatenate([group.members for group in groups]),
        base=sum(group.parent.size for group in base),
        tables=sum(group.parent.size for group in groups[:-1]),
    )
    _check(sums, np.concatenate([cells.n, np.where(cells.pooled, cells.pooled_n, 0)], axis=1))
    return sums


@dataclass(frozen=True)
class _Group:
    parent: Ints
    sizes: Ints
    members: Ints

    def moved(self, rows: int) -> "_Group":
        """The same sums among the rows' pooled cells."""
        return _Group(self.parent + rows, self.sizes, self.members + rows)


def _key(*codes: Ints) -> Ints:
    """One integer for each combination of codes that are not negative."""
    key = np.zeros(codes[0].shape, dtype=np.int64)
    for code in codes:
        key = key * (int(code.max(initial=0)) + 1) + code
    return key


def _grouped(parent: Ints, member: Ints, split: Ints) -> _Group:
    by = np.lexsort((member, split, parent))
    parent, member, split = parent[by], member[by], split[by]
    first = np.ones(parent.size, dtype=np.bool_)
    first[1:] = (parent[1:] != parent[:-1]) | (split[1:] != split[:-1])
    at = np.flatnonzero(first)
    return _Group(parent[at], np.diff(np.append(at, parent.size)), member)


def _parts(whole: Ints, parts: Ints, key: Ints, split: Ints) -> _Group:
    """The sums of those wholes that have parts under the same key."""
    found, parent = _find(key[parts], whole, key[whole])
    return _grouped(parent[found], parts[found], split[parts[found]])


def _windows(cells: Cells, row: Ints, key: Ints) -> _Group:
    """Each pooled cell as the sum of its row's figures of the last three years."""
    stamped = key * (int(cells.year.max(initial=0)) + POOLED_YEARS + 1) + cells.year + POOLED_YEARS
    pooled = row[cells.pooled]
    parents, members = [], []
    for back in range(POOLED_YEARS):
        found, member = _find(stamped[pooled] - back, row, stamped)
        parents.append(pooled[found] + row.size)
        members.append(member[found])
    parent, member = np.concatenate(parents), np.concatenate(members)
    return _grouped(parent, member, np.zeros(parent.size, dtype=np.int64))


def _find(wanted: Ints, rows: Ints, keys: Ints) -> tuple[Flags, Ints]:
    """Which wanted keys some row has, and that row (arbitrary where none has it). Keys are unique."""
    if rows.size == 0:
        return np.zeros(wanted.shape, dtype=np.bool_), np.zeros(wanted.shape, dtype=np.int64)
    order = np.argsort(keys, kind="stable")
    at = np.minimum(np.searchsorted(keys, wanted, sorter=order), rows.size - 1)
    return keys[order[at]] == wanted, rows[order[at]]


def _check(sums: Sums, n: Ints) -> None:
    if sums.parent.size == 0:
        return
    whole = n[:, sums.parent]
    parts = np.add.reduceat(n[:, sums.members], sums.starts[:-1], axis=1)
    wrong = np.flatnonzero((whole != parts).any(axis=0))
    if wrong.size:
        cell, here = int(sums.parent[wrong[0]]), wrong[0]
        raise ValueError(f"cell {cell} has {whole[:, here].tolist()} pupils, its parts have {parts[:, here].tolist()}")
