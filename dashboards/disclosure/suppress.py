"""Which cells to hide, so that nothing hidden can be worked out from what is shown.

Pure: no Django, no settings. Four steps; each only ever hides more, so that they end.

1. A cell of 1 to `threshold` pupils in either group is hidden (both groups' values go together).
2. Sum by sum, until nothing changes: a sum with one hidden cell gives it away, and a shown whole gives away the total
   of its hidden parts, which must not be a group of 1 to `threshold` either. The victim is an academy before a phase
   before the trust; of those the one that mends most broken sums, then one that is hidden in other years as well,
   then the one with fewest pupils.
3. Chains of sums can still give a cell away (two loops of a table joined by one cell, two three-year windows that
   overlap). A hidden cell is known exactly when its unit vector lies in the row space of the sums over hidden
   cells; `given_away` finds all of those at once, another victim is hidden for each, and step 2 follows again.
4. Pooled figures. Hiding every pooled figure that holds a hidden year is safe, because each way to fill the hidden
   cells differently carries over to the pooled ones. So they start as shown as possible, and go only where they must.

The figures of all pupils go through this first and alone: a small group of girls must not cost an academy its
headline. Breakdowns follow, and are protected by hiding breakdowns only. That is always enough: with all of them
gone, what is left is the first layer, which is safe by itself.

Some hidden cells hold nothing that is not shown: where all disadvantaged pupils of an academy are girls, the girls'
figure is the academy's; where a pooled figure's years are all shown, it is their mean. Those cannot be kept and need
not be, so such a group of a cell does not count as hidden.

Totals of small groups are looked for among the hidden parts of one whole: all of them together (step 2) and any two
that a chain of sums ties (step 3), not three and more of many.

What this does not cover: bounds (if all pupils of a phase pass, so do those of its hidden academy), what a person
knows of pupils by name, two night runs compared with each other, and figures published elsewhere, such as the DfE's
own tables for another set of pupils.
"""

from collections.abc import Iterator
from dataclasses import fields

import numpy as np

from dashboards.disclosure.cells import POOLED_YEARS, Cells, Flags, Ints, Sums, build_sums
from dashboards.disclosure.linear import determined, given_away
from dashboards.disclosure.state import Lookup, NothingLeft, State

# By level: trust, phase, academy. What goes first has the lowest number.
WORTH = np.array([2, 1, 0])


def suppress(cells: Cells, threshold: int, *, hidden: Flags | None = None) -> tuple[Flags, Flags]:
    """Hidden flags of the rows' own and of their pooled figures. `hidden` (2 x rows, own then pooled) starts from
    what a wider audience does not see either, so that a narrower one sees a part of it."""
    n = _pupils(cells)
    start = np.any((n >= 1) & (n <= threshold), axis=0)
    if hidden is not None:
        start = np.logical_or(start, hidden & (n > 0).any(axis=0))
    whole = np.tile(cells.category == 0, 2)
    start[whole] = _settle(
        _take(cells, cells.category == 0), threshold, start[whole], np.zeros(int(whole.sum()), dtype=np.bool_)
    )
    if not whole.all():
        start = _settle(cells, threshold, start, whole)
    rows = cells.level.size
    return start[:rows], start[rows:]


def _pupils(cells: Cells) -> Ints:
    return np.concatenate([cells.n, np.where(cells.pooled, cells.pooled_n, 0)], axis=1)


def _take(cells: Cells, rows: Flags) -> Cells:
    columns = {f.name: getattr(cells, f.name) for f in fields(cells)}
    return Cells(**{name: c if name == "families" else c[..., rows] for name, c in columns.items()})


def _settle(cells: Cells, threshold: int, start: Flags, spared: Flags) -> Flags:
    """Hides `start` and as little more as it takes, never a spared cell that is not in it. Raises NothingLeft."""
    sums, n = build_sums(cells), _pupils(cells)
    everything = start | ~spared
    n = np.where(_told(sums, n, everything), 0, n)
    exact = False
    while True:
        try:
            return _Layer(cells, sums, n, threshold, spared).settle(start)
        except NothingLeft as stuck:
            if not exact:  # Perhaps it is one of those that cannot be kept, told by several sums at once.
                n, exact = np.where(determined(sums, n, everything), 0, n), True
                continue
            for ring in _rings(cells, stuck.cell):
                more = ring & ~spared & ~start & (n > 0).any(axis=0)
                if more.any():
                    start = start | more
                    break
            else:
                raise


def _rings(cells: Cells, cell: int) -> Iterator[Flags]:
    """What to hide where nothing beside a cell is left: its place, its year, its series; rarely any of them."""
    row = cell % cells.level.size
    series = cells.series == cells.series[row]
    near = series & (np.abs(cells.year - cells.year[row]) < POOLED_YEARS)
    place = (cells.level == cells.level[row]) & (cells.phase == cells.phase[row])
    yield np.tile(near & place & (cells.academy == cells.academy[row]), 2)
    yield np.tile(series & (cells.year == cells.year[row]), 2)
    yield np.tile(series, 2)


def _told(sums: Sums, n: Ints, hidden: Flags) -> Flags:
    """Where a group of a cell is known even with all of `hidden` hidden: (2, cells). One sum after another, until no
    sum has but one unknown cell."""
    told: Flags = (n == 0) | ~hidden
    if sums.parent.size == 0:
        return np.logical_and(told, hidden)
    owner = np.repeat(np.arange(sums.parent.size), np.diff(sums.starts))
    for g in (0, 1):
        while True:
            unknown = ~told[g]
            left = np.add.reduceat(unknown[sums.members].astype(np.int64), sums.starts[:-1]) + unknown[sums.parent]
            alone = left == 1
            if not alone.any():
                break
            told[g, sums.parent[alone]] = True
            told[g, sums.members[alone[owner]]] = True
    return np.logical_and(told, hidden)


class _Layer:
    """One layer on its way: the state and what the steps share."""

    def __init__(self, cells: Cells, sums: Sums, n: Ints, threshold: int, spared: Flags) -> None:
        self.sums, self.n, self.spared, self.threshold = sums, n, spared, threshold
        self.rows = cells.level.size
        self.series = np.tile(cells.series, 2)
        self.year = np.tile(cells.year, 2)
        place = np.stack([cells.series, cells.level, cells.phase, cells.academy, cells.category])
        _, strands = np.unique(place, axis=1, return_inverse=True)
        strands = strands.reshape(-1)
        self.state = State(
            sums,
            n,
            threshold,
            worth=np.tile(WORTH[cells.level], 2),
            strands=np.concatenate([strands, strands + strands.max(initial=0) + 1]),
            spared=spared,
        )

    def settle(self, start: Flags) -> Flags:
        own = np.arange(start.size) < self.rows
        self.state.hide_all(np.flatnonzero(start & own))
        self._settle_years(start)
        self._settle_pooled(np.flatnonzero(start & ~own))
        return self.state.flags()

    def _settle_years(self, start: Flags) -> None:
        """The single years, as long as no pooled figure is shown but those that are settled already."""
        tables = range(self.sums.base)
        away = ~self.spared | start
        away[: self.rows] = False
        self.state.mend(tables)
        busy = np.ones(start.size, dtype=np.bool_)
        while True:
            known = given_away(self.sums, self.n, self.state.flags() | away, busy, self.threshold)
            known = known[known < self.rows]
            if not known.size:
                return
            done = set()
            for cell in known.tolist():
                # One victim a series and year; the next round sees whether the others still need one.
                table = (int(self.series[cell]), int(self.year[cell]))
                if table not in done:
                    done.add(table)
                    self.state.hide(self.state.nearest(cell))
            self.state.mend(tables)
            busy = np.isin(self.series, self.series[known])

    def _settle_pooled(self, start: Ints) -> None:
        sums, state, rows = self.sums, self.state, self.rows
        years = sums.members[sums.starts[sums.tables] :]
        holders = np.repeat(sums.parent[sums.tables :], np.diff(sums.starts[sums.tables :]))
        unknown = self.n.copy()
        unknown[:, rows:] = 0
        for g in (0, 1):
            telling = holders[state.flags()[years] & (self.n[g, years] > 0)]
            unknown[g, telling] = self.n[g, telling]
        useful = (unknown > 0).any(axis=0) & (np.arange(2 * rows) >= rows) & ~self.spared
        windows = Lookup(years, holders, rows)
        state.count_as_hidden(unknown, useful)
        state.hide_all(start)
        self._mend_pooled(useful)
        busy = np.ones(2 * rows, dtype=np.bool_)
        while (known := given_away(sums, unknown, state.flags(), busy, self.threshold)).size:
            fresh: set[int] = set()
            for cell in known.tolist():
                own = windows(cell) if cell < rows else [cell]
                beside = (c for w in own for r in state.sums_of(w) for c in state.cells_of(r))
                series = np.flatnonzero((self.series == self.series[cell]) & useful).tolist()
                # Its own windows; else those of its neighbours; else what gives it away lies further off.
                for around in (own, beside, series):
                    shown = [c for c in around if useful[c] and not state.hidden[c]]
                    if shown:
                        break
                else:
                    raise NothingLeft(cell)
                fresh.update(shown)
            for cell in sorted(fresh):
                state.hide(cell)
            self._mend_pooled(useful)
            busy = np.isin(self.series, self.series[known])

    def _mend_pooled(self, useful: Flags) -> None:
        for r in range(self.sums.tables, self.sums.parent.size):
            cell = self.state.parent[r]
            if useful[cell] and self.state.broken(r):
                self.state.hide(cell)
        self.state.mend(range(self.sums.base, self.sums.tables))
