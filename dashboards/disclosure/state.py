"""The bookkeeping of suppression: what is hidden so far, and which sums that breaks."""

import heapq

import numpy as np

from dashboards.disclosure.cells import Flags, Ints, Sums


class NothingLeft(Exception):
    """A cell that is given away, with nothing beside it left to hide."""

    def __init__(self, cell: int) -> None:
        super().__init__(f"cell {cell} cannot be protected: nothing is left to hide beside it")
        self.cell = cell


class State:
    """Hidden cells, and per sum and group how many hidden parts it has and how many pupils they are.

    `n` are pupils, (2, cells), 0 where hiding a cell keeps nothing from a reader. `worth` orders the sacrifice, lowest
    first. `strands` gives cells of one place and category over the years one number. `spared` cells are never victims.
    """

    def __init__(self, sums: Sums, n: Ints, threshold: int, *, worth: Ints, strands: Ints, spared: Flags) -> None:
        self.threshold = threshold
        self.parent: list[int] = sums.parent.tolist()
        self.starts: list[int] = sums.starts.tolist()
        self.members: list[int] = sums.members.tolist()
        self.n: list[list[int]] = n.tolist()
        self.worth: list[int] = worth.tolist()
        self.strand: list[int] = strands.tolist()
        self.spared: list[bool] = spared.tolist()
        size = n.sum(axis=0)
        self.size: list[int] = size.tolist()
        self.over_years: list[int] = np.bincount(strands, weights=size)[strands].astype(np.int64).tolist()
        self.hidden = [False] * n.shape[1]
        self.count = [[0] * len(self.parent), [0] * len(self.parent)]
        self.pupils = [[0] * len(self.parent), [0] * len(self.parent)]
        self.in_strand = [0] * (int(strands.max(initial=0)) + 1)
        self.under = Lookup(sums.members, np.repeat(np.arange(sums.parent.size), np.diff(sums.starts)), n.shape[1])
        self.over = Lookup(sums.parent, np.arange(sums.parent.size), n.shape[1])
        self.queue: list[int] = []
        self.waiting: set[int] = set()

    def count_as_hidden(self, unknown: Ints, useful: Flags) -> None:
        """From here on only `unknown` pupils (2 x cells) count as hidden, and only useful cells may be victims."""
        self.n = unknown.tolist()
        self.spared = (~useful).tolist()

    def flags(self) -> Flags:
        return np.array(self.hidden, dtype=np.bool_)

    def sums_of(self, cell: int) -> list[int]:
        return [*self.over(cell), *self.under(cell)]

    def cells_of(self, r: int) -> list[int]:
        return [self.parent[r], *self.members[self.starts[r] : self.starts[r + 1]]]

    def hide_all(self, cells: Ints) -> None:
        for cell in cells.tolist():
            self.hide(cell)

    def hide(self, cell: int) -> None:
        if self.hidden[cell]:
            return
        self.hidden[cell] = True
        self.in_strand[self.strand[cell]] += 1
        for r in self.under(cell):
            for g in (0, 1):
                pupils = self.n[g][cell]
                if pupils:
                    self.count[g][r] += 1
                    self.pupils[g][r] += pupils
            self._wait(r)
        for r in self.over(cell):
            self._wait(r)

    def _wait(self, r: int) -> None:
        if r not in self.waiting:
            self.waiting.add(r)
            heapq.heappush(self.queue, r)

    def broken(self, r: int) -> bool:
        return self._broken_for(r, 0) or self._broken_for(r, 1)

    def _broken_for(self, r: int, g: int) -> bool:
        parts = self.count[g][r]
        parent = self.parent[r]
        if self.hidden[parent] and self.n[g][parent]:
            return parts == 0
        return parts == 1 or (parts > 0 and self.pupils[g][r] <= self.threshold)

    def mend(self, which: range) -> None:
        """Hide victims until no sum of `which` is broken; other sums are left to wait. Raises NothingLeft."""
        left = []
        while self.queue:
            r = heapq.heappop(self.queue)
            self.waiting.discard(r)
            if r not in which:
                left.append(r)
                continue
            for g in (0, 1):
                while self._broken_for(r, g):
                    self.hide(self._victim(r, g))
        for r in left:
            self._wait(r)

    def _victim(self, r: int, g: int) -> int:
        pupils = self.n[g]
        best, victim = None, -1
        for cell in self.cells_of(r):
            if self.hidden[cell] or self.spared[cell] or not pupils[cell]:
                continue
            mends = sum(1 for other in self.sums_of(cell) if other in self.waiting and self.broken(other))
            rank = (self.worth[cell], -mends, *self.loss(cell))
            if best is None or rank < best:
                best, victim = rank, cell
        if victim < 0:
            raise NothingLeft(self.parent[r])
        return victim

    def loss(self, cell: int) -> tuple[int, int, int, int]:
        """What hiding the cell loses, to compare: little where the place is hidden in other years anyway, since its
        pooled figure can then stay."""
        return (-self.in_strand[self.strand[cell]], self.over_years[cell], self.size[cell], cell)

    def nearest(self, cell: int) -> int:
        """The cheapest shown cell in a sum with `cell`, else in a sum with a hidden cell of those sums, and so on."""
        seen, ring, rows = {cell}, [cell], len(self.hidden) // 2
        while ring:
            around = {c for known in ring for r in self.sums_of(known) for c in self.cells_of(r)}
            around = {c for c in around if c < rows and self.size[c]} - seen
            shown = [c for c in around if not self.hidden[c] and not self.spared[c]]
            if shown:
                return min(shown, key=lambda c: (self.worth[c], *self.loss(c)))
            seen |= around
            ring = sorted(around)
        raise NothingLeft(cell)


class Lookup:
    """From a number to numbers, as slices of one list."""

    def __init__(self, keys: Ints, values: Ints, size: int) -> None:
        order = np.argsort(keys, kind="stable")
        self.starts: list[int] = np.searchsorted(keys[order], np.arange(size + 1)).tolist()
        self.values: list[int] = values[order].tolist()

    def __call__(self, key: int) -> list[int]:
        return self.values[self.starts[key] : self.starts[key + 1]]
