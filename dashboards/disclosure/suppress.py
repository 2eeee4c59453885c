"""Which cells to hide, so that nothing hidden can be worked out from what is shown.

Pure: no Django, no settings. Three steps, each only ever hides more, so that they end.

1. A cell of 1 to `threshold` pupils in either group is hidden (both groups' values go together).
2. Sum by sum, until nothing changes: a sum with one hidden cell gives it away, and a shown whole gives away the total of
   its hidden parts, which must not be a group of 1 to `threshold` either. The victim is the cell that mends most broken
   sums, of those the one with fewest pupils.
3. Chains of sums can still give a cell away (two loops of a table joined by one cell, two three-year windows that
   overlap). A hidden cell is known exactly when its unit vector lies in the row space of the sums over hidden
   cells; `given_away` finds all of those at once, another victim is hidden for each, and step 2 follows again.

Pooled figures come last. Hiding every pooled figure that holds a hidden year is safe, because each way to fill the hidden
cells differently carries over to the pooled ones. So they start as shown as possible, and go only where they must.
A group of a pooled figure whose years are all shown (or empty in that group) is known whatever one does, and holds nothing
that is not published; it does not count as hidden.

What this does not cover: bounds (if all pupils of a phase pass, so do those of its hidden academy), what a person knows of
pupils by name, and figures published elsewhere, such as the DfE's own tables for another set of pupils.
"""

import heapq

import numpy as np

from dashboards.disclosure.cells import ACADEMY, Cells, Flags, Ints, Sums, build_sums
from dashboards.disclosure.linear import given_away


def suppress(cells: Cells, threshold: int, *, hidden: Flags | None = None) -> tuple[Flags, Flags]:
    """Hidden flags of the rows' own and of their pooled figures. `hidden` (2 x rows, own then pooled) starts from
    what a wider audience does not see either, so that a narrower one sees a part of it."""
    sums = build_sums(cells)
    rows = cells.level.size
    n = np.concatenate([cells.n, np.where(cells.pooled, cells.pooled_n, 0)], axis=1)
    small = ((n >= 1) & (n <= threshold)).any(axis=0)
    start = small if hidden is None else small | (hidden & (n > 0).any(axis=0))
    worth = np.where(cells.category == 0, 2, 0) + (cells.level != ACADEMY)
    state = _State(sums, n, threshold, np.tile(worth, 2))

    state.hide_all(np.flatnonzero(start[:rows]))
    state.mend(range(sums.base))
    pooled_away = np.arange(2 * rows) >= rows  # As long as no pooled figure is shown, none can help.
    series = np.tile(cells.series, 2)
    busy = np.ones(2 * rows, dtype=np.bool_)
    while (known := _own(given_away(sums, n, state.flags() | pooled_away, busy), rows)).size:
        state.hide_one_more(known, cells)
        state.mend(range(sums.base))
        busy = np.isin(series, series[known])

    _pool(cells, sums, n, state, np.flatnonzero(start[rows:]) + rows)
    flags = state.flags()
    return flags[:rows], flags[rows:]


def _pool(cells: Cells, sums: Sums, n: Ints, state: "_State", start: Ints) -> None:
    """Hide pooled figures until neither they nor their years are given away."""
    rows = cells.level.size
    pooled, lengths = sums.parent[sums.tables :], np.diff(sums.starts[sums.tables :])
    years = sums.members[sums.starts[sums.tables] :]
    holders = np.repeat(pooled, lengths)
    unknown = n.copy()
    unknown[:, rows:] = 0
    for g in (0, 1):
        telling = holders[state.flags()[years] & (n[g, years] > 0)]
        unknown[g, telling] = n[g, telling]
    holds_hidden = (unknown > 0).any(axis=0) & (np.arange(2 * rows) >= rows)
    windows = _Lookup(years, holders, rows)
    state.count_as_hidden(unknown, holds_hidden)

    def mend() -> None:
        for r in range(sums.tables, sums.parent.size):
            if state.broken(r):
                state.hide(state.parent[r])
        state.mend(range(sums.base, sums.tables))

    state.hide_all(start)
    mend()
    busy = np.ones(2 * rows, dtype=np.bool_)
    series = np.tile(cells.series, 2)
    while (known := given_away(sums, n, state.flags(), busy)).size:
        fresh: set[int] = set()
        for cell in known.tolist():
            around = list(windows(cell)) if cell < rows else [c for r in state.sums_of(cell) for c in state.cells_of(r)]
            around = [c for c in around if holds_hidden[c] and not state.hidden[c]]
            if not around:  # What gives it away lies more than one sum apart.
                same = (series == series[cell]) & holds_hidden & ~state.flags()
                around = np.flatnonzero(same).tolist()
            if not around:
                raise ArithmeticError(f"cell {cell} cannot be protected: nothing is left to hide beside it")
            fresh.update(around)
        for cell in sorted(fresh):
            state.hide(cell)
        mend()
        busy = np.isin(series, series[known])


def _own(cells: Ints, rows: int) -> Ints:
    return cells[cells < rows]


class _State:
    """What is hidden so far, and per sum and group how many hidden parts it has and how many pupils they are."""

    def __init__(self, sums: Sums, n: Ints, threshold: int, worth: Ints) -> None:
        self.threshold = threshold
        self.parent: list[int] = sums.parent.tolist()
        self.starts: list[int] = sums.starts.tolist()
        self.members: list[int] = sums.members.tolist()
        self.n: list[list[int]] = n.tolist()
        self.size: list[int] = n.sum(axis=0).tolist()
        self.hidden = [False] * n.shape[1]
        self.count = [[0] * len(self.parent), [0] * len(self.parent)]
        self.pupils = [[0] * len(self.parent), [0] * len(self.parent)]
        # Cells that it is no use to hide, because other sums tell them.
        self.spared = [False] * n.shape[1]
        self.worth: list[int] = worth.tolist()
        self.under = _inverse(sums, n.shape[1])
        self.over = _inverse_parents(sums, n.shape[1])
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
        """Hide victims until no sum of `which` is broken; sums outside it are left to wait."""
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
            rank = (self.worth[cell], -mends, self.size[cell], cell)
            if best is None or rank < best:
                best, victim = rank, cell
        if victim < 0:
            raise ArithmeticError(f"sum {r} cannot be protected: all of it is hidden")
        return victim

    def hide_one_more(self, known: Ints, cells: Cells) -> None:
        """A victim for one known cell of each series and year; the next round sees whether the others still need one."""
        done = set()
        for cell in known.tolist():
            table = (int(cells.series[cell]), int(cells.year[cell]))
            if table not in done:
                done.add(table)
                self.hide(self._nearest(cell))

    def _nearest(self, cell: int) -> int:
        """The smallest shown cell in a sum with `cell`, else in a sum with a hidden cell of those sums, and so on."""
        seen, ring = {cell}, [cell]
        while ring:
            around = {c for known in ring for r in self.sums_of(known) for c in self.cells_of(r)}
            rows = len(self.hidden) // 2
            around = {c for c in around if c < rows and self.size[c]} - seen
            shown = [c for c in around if not self.hidden[c]]
            if shown:
                return min(shown, key=lambda c: (self.worth[c], self.size[c], c))
            seen |= around
            ring = sorted(around)
        raise ValueError(f"cell {cell} cannot be protected: nothing is left to hide beside it")


class _Lookup:
    """From a cell to sums, as slices of one list."""

    def __init__(self, cells: Ints, sums: Ints, size: int) -> None:
        order = np.argsort(cells, kind="stable")
        self.starts: list[int] = np.searchsorted(cells[order], np.arange(size + 1)).tolist()
        self.values: list[int] = sums[order].tolist()

    def __call__(self, cell: int) -> list[int]:
        return self.values[self.starts[cell] : self.starts[cell + 1]]


def _inverse(sums: Sums, size: int) -> _Lookup:
    return _Lookup(sums.members, np.repeat(np.arange(sums.parent.size), np.diff(sums.starts)), size)


def _inverse_parents(sums: Sums, size: int) -> _Lookup:
    return _Lookup(sums.parent, np.arange(sums.parent.size), size)
