"""Intervals and effect sizes of gaps, recomputed in plain Python and tried out by simulation."""

import math
import statistics

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from celt.lib.statistics import (
    difference_of_intervals,
    hedges_g,
    hedges_g_variance,
    newcombe,
    one_pupil,
    ratio_sample,
    sample,
    share_deviation,
    welch,
    wilson,
)

counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
scores = st.lists(st.integers(80, 120), min_size=2, max_size=30)


def plain_wilson(k: int, n: int) -> tuple[float, float]:
    """The roots of (p - k/n)^2 = z^2 p (1 - p) / n, which is what the score interval means."""
    z = 1.959963984540054
    a, b, c = 1 + z * z / n, -(2 * k / n + z * z / n), (k / n) ** 2
    root = math.sqrt(max(b * b - 4 * a * c, 0.0))
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


@pytest.mark.parametrize(
    ("k1", "n1", "k2", "n2", "gap", "low", "high"),
    [
        (56, 70, 48, 80, 0.2000, 0.0524, 0.3339),  # Newcombe 1998, table II, method 10
        (9, 10, 3, 10, 0.6000, 0.1705, 0.8090),
        (10, 10, 0, 20, 1.0000, 0.6791, 1.0000),
        (0, 10, 0, 10, 0.0000, -0.2775, 0.2775),
        (6, 12, 14, 20, -0.2000, -0.491, 0.130),
    ],
)
def test_newcombe_gives_the_published_examples(k1, n1, k2, n2, gap, low, high):
    interval = newcombe(k1, n1, k2, n2)

    assert k1 / n1 - k2 / n2 == pytest.approx(gap)
    assert interval.low == pytest.approx(low, abs=6e-4 if n2 == 20 else 6e-5)
    assert interval.high == pytest.approx(high, abs=6e-4 if n2 == 20 else 6e-5)


@given(counts)
def test_wilson_solves_the_score_equation(pupils):
    k, n = pupils
    assert tuple(wilson(k, n)) == pytest.approx(plain_wilson(k, n), abs=1e-9)


@given(counts, counts)
def test_newcombe_contains_the_gap_and_mirrors(first, second):
    low, high = newcombe(*first, *second)
    gap = first[0] / first[1] - second[0] / second[1]
    swapped = newcombe(*second, *first)

    assert -1 - 1e-12 <= low <= gap <= high <= 1 + 1e-12
    assert (swapped.low, swapped.high) == pytest.approx((-high, -low))


@given(counts, counts, st.integers(2, 20))
def test_newcombe_narrows_when_everybody_counts_several_times(first, second, times):
    few = newcombe(*first, *second)
    many = newcombe(first[0] * times, first[1] * times, second[0] * times, second[1] * times)
    assert many.high - many.low < few.high - few.low


def test_functions_take_arrays_and_keep_unknown_elements_unknown():
    low, high = newcombe([56, 0, np.nan], [70, 0, 10], [48, 5, 5], [80, 10, 10])

    assert low.shape == high.shape == (3,)
    assert low[0] == pytest.approx(newcombe(56, 70, 48, 80).low)
    assert np.isnan([low[1], high[1], low[2], high[2]]).all()


@given(scores, scores)
def test_welch_is_student_with_satterthwaite_degrees(first, second):
    m1, m2 = statistics.mean(first), statistics.mean(second)
    v1, v2 = statistics.variance(first) / len(first), statistics.variance(second) / len(second)
    assume(v1 + v2 > 0)

    low, high = welch(len(first), m1, statistics.stdev(first), len(second), m2, statistics.stdev(second))

    # The half width is t sd, so that the tail beyond it, integrated numerically, must hold 2.5 %.
    degrees = (v1 + v2) ** 2 / (v1**2 / (len(first) - 1) + v2**2 / (len(second) - 1))
    t = (high - low) / 2 / math.sqrt(v1 + v2)
    grid = np.linspace(0, t, 20_001)
    density = (
        math.exp(math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2))
        / math.sqrt(degrees * math.pi)
        * (1 + grid**2 / degrees) ** (-(degrees + 1) / 2)
    )
    assert (low + high) / 2 == pytest.approx(m1 - m2)
    assert 2 * np.trapezoid(density, grid) == pytest.approx(0.95, abs=1e-4)


def test_welch_needs_two_pupils_and_has_no_width_where_nobody_varies():
    assert np.isnan(welch(1, 100, np.nan, 20, 103, 5)).all()
    assert [*welch(4, 100, 0, 4, 104, 0)] == [-4, -4]


@given(scores, scores)
def test_hedges_g_recomputed(first, second):
    n1, n2 = len(first), len(second)
    m1, m2 = statistics.mean(first), statistics.mean(second)
    ss = sum((x - m1) ** 2 for x in first) + sum((x - m2) ** 2 for x in second)
    assume(ss > 0)
    expected = (1 - 3 / (4 * (n1 + n2) - 9)) * (m1 - m2) / math.sqrt(ss / (n1 + n2 - 2))

    g = hedges_g(n1, m1, statistics.stdev(first), n2, m2, statistics.stdev(second))

    assert g == pytest.approx(expected)
    assert hedges_g_variance(n1, n2, g) == pytest.approx((n1 + n2) / (n1 * n2) + expected**2 / 2 / (n1 + n2))


def test_hedges_g_at_its_edges():
    assert hedges_g(4, 5, 0, 4, 5, 0) == 0
    assert np.isnan(hedges_g(4, 5, 0, 4, 6, 0))
    assert np.isnan(hedges_g(1, 5, np.nan, 1, 6, np.nan))
    assert hedges_g(1, 5, np.nan, 3, 6, 1) == pytest.approx((1 - 3 / 7) * -1)


@given(counts)
def test_share_deviation_is_the_deviation_of_hits_and_misses(pupils):
    k, n = pupils
    assume(n > 1)
    assert share_deviation(100 * k / n, n) == pytest.approx(statistics.stdev([100] * k + [0] * (n - k)), abs=1e-6)


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=50))
def test_a_sample_is_mean_and_deviation(values):
    _n, mean, sd = sample(len(values), math.fsum(values), math.fsum(v * v for v in values))

    assert mean == pytest.approx(statistics.fmean(values), abs=1e-9)
    assert sd == pytest.approx(statistics.stdev(values), rel=1e-3, abs=1e-2)


def test_a_sample_of_equal_values_has_no_deviation_and_an_empty_one_no_mean():
    assert sample(3, 0.3, 3 * 0.1**2).sd == 0
    assert [*sample(5, 0, 0)] == [5, 0, 0]
    assert np.isnan(sample(0, 0, 0)[1:]).all()
    assert np.isnan(sample(1, 4, 16).sd)


def test_pooling_counts_pupils_and_not_percentages():
    # 1 of 1 and 0 of 9: ten pupils, 10 %; the average of 100 % and 0 % would be 50.
    years = np.array([[1, 100, 100**2], [9, 0, 0]])
    assert sample(*years.sum(axis=0)).mean == 10


def test_a_ratio_is_the_sum_over_the_sum_with_its_linearised_deviation():
    attended, possible = [180, 90, 170], [190, 100, 190]
    ratio = sum(attended) / sum(possible)
    residuals = [a - ratio * p for a, p in zip(attended, possible, strict=True)]

    _n, mean, sd = ratio_sample(
        3,
        sum(attended),
        sum(possible),
        sum(a * a for a in attended),
        sum(a * p for a, p in zip(attended, possible, strict=True)),
        sum(p * p for p in possible),
    )

    assert mean == pytest.approx(ratio)
    assert sd == pytest.approx(math.sqrt(sum(e * e for e in residuals) / 2) / (sum(possible) / 3))


def test_the_change_of_a_gap_carries_the_uncertainty_of_both_years():
    now, before = newcombe(20, 40, 60, 80), newcombe(15, 40, 62, 80)
    change = difference_of_intervals(-0.25, *now, -0.40, *before)

    assert change.low < 0.15 < change.high
    assert change.high - change.low > max(now.high - now.low, before.high - before.low)


def test_one_pupil_is_worth_more_in_a_small_group():
    assert one_pupil(25) == 4
    assert one_pupil(10, step=6.0) == pytest.approx(0.6)
    assert np.isnan(one_pupil(0))
