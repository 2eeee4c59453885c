"""The rank gap: ten times Cliff's delta between other and disadvantaged pupils, from counts of values.

It is built like the DfE's disadvantage gap index (10 (mean rank of others - mean rank of disadvantaged) / (N / 2)),
which ranks every pupil in England. Ours ranks the pupils of the place itself, so it is called 'trust-internal' wherever
it is shown, and must not be compared with the published index. Positive: disadvantaged pupils rank lower. 0 is parity.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from celt.lib.statistics.gaps import Z95, Floats, Interval, Numbers, floats


class Ranking(NamedTuple):
    """One element a group: delta in -1..1, its variance, and the pupils that were ranked."""

    delta: Floats
    variance: Floats
    n_disadvantaged: Floats
    n_other: Floats


def cliffs_delta(starts: npt.ArrayLike, disadvantaged: Numbers, other: Numbers) -> Ranking:
    """Cliff's delta P(other > disadvantaged) - P(other < disadvantaged) of many groups at once.

    `disadvantaged` and `other` hold, for every distinct value of every group, how many pupils have it; rows are sorted
    by group and then by value in ascending order. `starts` are the first rows of the groups, strictly increasing and
    beginning at 0. A row may count nobody. Variance: the consistent estimator of Cliff (Psychological
    Bulletin 1993;114:494-509), not below its floor (1 - delta^2) / (n1 n2 - 1), so that a tie of everybody with
    everybody is not taken for certainty. NaN where a group lacks pupils of either kind; the variance needs two of each.
    """
    first = np.asarray(starts, dtype=np.intp)
    d, o = floats(disadvantaged, other)
    if first.size == 0:
        empty = np.zeros(0)
        return Ranking(empty, empty, empty, empty)
    lengths = np.diff(np.append(first, d.size))
    n1, n2 = np.add.reduceat(d, first), np.add.reduceat(o, first)
    m1, m2 = np.where(n1 > 0, n1, np.nan), np.where(n2 > 0, n2, np.nan)

    def spread(per_group: Floats) -> Floats:
        return np.repeat(per_group, lengths)

    def below(counts: Floats) -> Floats:
        running = np.cumsum(counts)
        return running - counts - spread(running[first] - counts[first])

    d_below, o_below = below(d), below(o)
    d_above, o_above = spread(n1) - d_below - d, spread(n2) - o_below - o
    # What one disadvantaged pupil of this value contributes against all others, and the reverse.
    row = (o_above - o_below) / spread(m2)
    column = (d_below - d_above) / spread(m1)
    delta = np.add.reduceat(d * row, first) / m1
    row_variance = np.add.reduceat(d * (row - spread(delta)) ** 2, first) / np.where(n1 > 1, n1 - 1, np.nan)
    column_variance = np.add.reduceat(o * (column - spread(delta)) ** 2, first) / np.where(n2 > 1, n2 - 1, np.nan)
    pairs = m1 * m2
    ties = np.add.reduceat(d * o, first)
    pair_variance = (pairs - ties) / pairs - delta**2
    variance = ((m1 - 1) * column_variance + (m2 - 1) * row_variance + pair_variance) / pairs
    floor = (1 - delta**2) / np.where(pairs > 1, pairs - 1, np.nan)
    return Ranking(delta, np.maximum(variance, floor), n1, n2)


def cliff_interval(ranking: Ranking, *, z: float = Z95) -> Interval:
    """Interval of delta that respects -1..1 (Feng and Cliff, J. Modern Applied Statistical Methods 2004;3:322-332).

    Where the two groups do not overlap at all the variance says nothing, and the near end is
    (m - z^2) / (m + z^2) of the smaller group's m pupils, as the same source proposes.
    """
    delta, variance, n1, n2 = floats(*ranking)
    square = delta**2
    with np.errstate(invalid="ignore"):
        half = z * np.sqrt(variance) * np.sqrt((1 - square) ** 2 + z**2 * variance)
        scale = 1 - square + z**2 * variance
        scale = np.where(scale > 0, scale, np.nan)
        low, high = (delta - delta**3 - half) / scale, (delta - delta**3 + half) / scale
        smaller = np.minimum(n1, n2)
        near = (smaller - z**2) / (smaller + z**2)
    apart = square >= 1
    low = np.where(apart, np.where(delta > 0, near, -1.0), np.clip(low, -1, 1))
    high = np.where(apart, np.where(delta > 0, 1.0, -near), np.clip(high, -1, 1))
    known = ~np.isnan(variance)
    return Interval(np.where(known, low, np.nan)[()], np.where(known, high, np.nan)[()])


def rank_gap(ranking: Ranking) -> tuple[Floats, Interval]:
    """The rank gap, -10..10, and its interval."""
    low, high = cliff_interval(ranking)
    return 10 * ranking.delta, Interval(10 * low, 10 * high)
