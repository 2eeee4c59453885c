"""The rank gap against brute force over all pairs of pupils."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from celt.lib.statistics import cliff_interval, cliffs_delta, rank_gap

marks = st.lists(st.integers(0, 12), min_size=2, max_size=20)


def ranking_of(*groups):
    """The histogram form of (disadvantaged, other) pairs of lists, all groups in one call."""
    starts: list[int] = []
    d: list[int] = []
    o: list[int] = []
    for disadvantaged, other in groups:
        starts.append(len(d))
        for value in sorted({*disadvantaged, *other}):
            d.append(disadvantaged.count(value))
            o.append(other.count(value))
    return cliffs_delta(starts, d, o)


def brute(disadvantaged, other):
    """Cliff 1993 with a double loop over pupils: delta and the consistent variance with its floor."""
    n1, n2 = len(disadvantaged), len(other)
    signs = [[(y > x) - (y < x) for y in other] for x in disadvantaged]
    delta = sum(map(sum, signs)) / (n1 * n2)
    rows = sum((sum(row) / n2 - delta) ** 2 for row in signs) / (n1 - 1)
    columns = sum((sum(row[j] for row in signs) / n1 - delta) ** 2 for j in range(n2)) / (n2 - 1)
    pairs = sum((sign - delta) ** 2 for row in signs for sign in row) / (n1 * n2)
    variance = ((n1 - 1) * columns + (n2 - 1) * rows + pairs) / (n1 * n2)
    return delta, max(variance, (1 - delta**2) / (n1 * n2 - 1))


@given(st.lists(st.tuples(marks, marks), min_size=1, max_size=5))
def test_delta_and_variance_are_those_of_all_pairs(groups):
    ranking = ranking_of(*groups)

    for i, (disadvantaged, other) in enumerate(groups):
        delta, variance = brute(disadvantaged, other)
        assert ranking.delta[i] == pytest.approx(delta, abs=1e-12)
        assert ranking.variance[i] == pytest.approx(variance, abs=1e-12)


@given(marks, marks)
def test_the_rank_gap_is_the_difference_of_mean_ranks(disadvantaged, other):
    together = disadvantaged + other
    rank = {v: sum(w < v for w in together) + (1 + together.count(v)) / 2 for v in set(together)}
    mean_d = sum(map(rank.__getitem__, disadvantaged)) / len(disadvantaged)
    mean_o = sum(map(rank.__getitem__, other)) / len(other)

    gap, _ = rank_gap(ranking_of((disadvantaged, other)))

    assert gap[0] == pytest.approx(20 * (mean_o - mean_d) / len(together))


@given(marks, marks)
def test_the_interval_contains_delta_within_its_bounds_and_mirrors(disadvantaged, other):
    ranking = ranking_of((disadvantaged, other), (other, disadvantaged))
    low, high = cliff_interval(ranking)

    assert -1 <= low[0] <= ranking.delta[0] <= high[0] <= 1
    assert low[0] < high[0]
    assert (low[1], high[1]) == pytest.approx((-high[0], -low[0]))


def test_positive_means_that_disadvantaged_pupils_rank_lower():
    gap, interval = rank_gap(ranking_of(([1] * 10, [2] * 30), ([5] * 9, [5] * 9)))

    assert gap.tolist() == [10, 0]
    assert 0 < interval.low[0] < 10 == interval.high[0]
    assert interval.low[1] < 0 < interval.high[1]


def test_an_empty_group_has_no_rank_gap_and_one_pupil_no_interval():
    ranking = ranking_of(([], [1, 2]), ([1], [2, 3, 4]))

    assert np.isnan(ranking.delta[0])
    assert ranking.delta[1] == 1
    assert np.isnan(cliff_interval(ranking).low).all()
    assert cliffs_delta([], [], []).delta.size == 0
