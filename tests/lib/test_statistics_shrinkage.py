"""Shrinkage, movement and verdicts against plain recomputation."""

import math
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from celt.lib.statistics import (
    benjamini_hochberg,
    differs,
    excludes,
    funnel_limits,
    moment_tau,
    movement,
    overdispersion,
    prior_tau,
    shrink,
    two_sided_p,
)
from celt.lib.statistics.shrinkage import standard_error


def test_the_prior_is_about_nine_points_for_key_stage_2_shares():
    sd = 100 * math.sqrt(0.48 * 0.52), 100 * math.sqrt(0.70 * 0.30)
    assert prior_tau(*sd) == pytest.approx(9, abs=0.3)


def test_a_small_academy_keeps_little_of_its_own_gap():
    """The documented evidence: of 7 to 30 disadvantaged pupils, 58 to 85 % of a deviation is to be discounted."""
    sd_d, sd_o = 100 * math.sqrt(0.45 * 0.55), 100 * math.sqrt(0.67 * 0.33)
    weights = [shrink(-40, standard_error(n, sd_d, 30, sd_o), -22, 9).weight for n in (7, 30)]

    assert weights[0] == pytest.approx(0.17, abs=0.04)
    assert 0.3 < weights[1] < 0.5


@given(st.floats(-60, 60), st.floats(0.1, 40), st.floats(-60, 60), st.floats(0.1, 20))
def test_shrinking_lies_between_the_two_and_follows_the_weight(gap, error, towards, tau):
    shrunk, weight = shrink(gap, error, towards, tau)

    assert 0 < weight < 1
    assert weight == pytest.approx(1 / (1 + (error / tau) ** 2))
    assert min(gap, towards) - 1e-9 <= shrunk <= max(gap, towards) + 1e-9


def test_shrinking_at_its_edges():
    assert [*shrink(-10, 0, -20, 0)] == [-10, 1]
    assert [*shrink(-10, 5, -20, 0)] == [-20, 0]
    assert np.isnan(shrink(np.nan, 5, -20, 9)).all()
    assert np.isnan(standard_error(0, 50, 10, 50))


def test_moments_find_the_true_deviation_from_twenty_academies_on():
    random = np.random.default_rng(7)
    truth = random.normal(-22, 9, 2_000)
    errors = random.uniform(8, 20, 2_000)
    gaps = random.normal(truth, errors)

    assert moment_tau(gaps, errors, 9.5) == pytest.approx(9, abs=0.7)
    assert moment_tau(gaps[:19], errors[:19], 9.5) == 9.5
    assert moment_tau(np.append(gaps[:19], np.nan), errors[:20], 9.5) == 9.5


def test_moments_stay_within_half_and_twice_the_prior():
    equal = np.full(30, -20.0)
    assert moment_tau(equal, np.full(30, 10.0), 9) == 4.5
    assert moment_tau(np.linspace(-200, 200, 30), np.full(30, 1.0), 9) == 18


def test_a_gap_that_narrows_because_others_fell_is_flagged():
    moved = movement([46, 50, 44, 40, 52], [64, 70, 70, 60, 69], [45, 46, 46, 45, 50], [70, 70, 68, 66, 70])

    assert moved.disadvantaged.tolist() == [1, 4, -2, -5, 2]
    assert moved.other.tolist() == [-6, 0, 2, -6, -1]
    assert moved.gap.tolist() == [7, 4, -4, 1, 3]
    assert moved.narrowed.tolist() == [True, True, False, True, True]
    assert moved.others_fell.tolist() == [True, False, False, True, False]


def test_where_less_is_better_a_rise_of_others_is_their_fall():
    # Persistent absence: 30 % against 15 %, then 30 % against 20 %.
    moved = movement(30, 20, 30, 15, higher_is_better=False)
    assert [moved.gap, moved.narrowed, moved.others_fell] == [-5, True, True]


def test_movement_without_a_year_before_is_unknown():
    moved = movement(50, 70, np.nan, 70)
    assert np.isnan(moved[:3]).all()
    assert not moved.narrowed
    assert not moved.others_fell


def test_funnel_limits_and_overdispersion():
    narrow, wide = funnel_limits(-20, 5), funnel_limits(-20, 5, factor=4)

    assert narrow.low95 == pytest.approx(-20 - 1.96 * 5, abs=1e-3)
    assert narrow.high998 == pytest.approx(-20 + 3.09 * 5, abs=2e-3)
    assert wide.high95 + 20 == pytest.approx(2 * (narrow.high95 + 20))
    assert funnel_limits(-20, 5, factor=0.2) == narrow

    random = np.random.default_rng(5)
    assert overdispersion(random.normal(0, 1, 4_000), 0, 1) == 1
    assert overdispersion(random.normal(0, 2, 4_000), 0, 1) == pytest.approx(4 * 0.68, abs=0.25)
    assert overdispersion([3, np.nan], 0, 1) == 1


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_benjamini_hochberg_step_up(p):
    ranked = sorted(p)
    passing = [value for i, value in enumerate(ranked, 1) if value <= 0.05 * i / len(p)]
    expected = [value <= max(passing) for value in p] if passing else [False] * len(p)
    assert benjamini_hochberg(p).tolist() == expected


def test_unknown_p_values_are_no_tests():
    assert benjamini_hochberg([0.04, np.nan, np.nan]).tolist() == [True, False, False]
    assert benjamini_hochberg([]).tolist() == []


def test_p_values_of_the_normal_and_of_t():
    normal = statistics.NormalDist()
    assert two_sided_p(-12, 5, reference=-2) == pytest.approx(2 * normal.cdf(-2))
    assert two_sided_p(1, 1, degrees=1) == pytest.approx(0.5)  # Cauchy: half of it lies beyond 1


def test_many_equal_academies_are_not_told_apart():
    random = np.random.default_rng(11)
    gaps = random.normal(-20, 8, (200, 60))
    false_alarms = [differs(row, 8, -20).any() for row in gaps]
    naive = [(two_sided_p(row, 8, reference=-20) < 0.05).any() for row in gaps]

    assert np.mean(false_alarms) < 0.1
    assert np.mean(naive) > 0.8


def test_an_interval_that_holds_the_reference_distinguishes_nothing():
    assert excludes([-9, -9, np.nan], [-1, 2, 3]).tolist() == [True, False, False]
    assert not excludes(-9, -1, np.nan)


def test_a_rounding_is_no_fall_of_others():
    """Both groups fell by a seventh: the gap stands still, whatever the last digit says."""
    was, now = (100 * 1 / 3, 100 * 2 / 3), (100 * 1 / 3 - 100 / 7, 100 * 2 / 3 - 100 / 7)
    for shift in (-1e-13, 0.0, 1e-13):
        moved = movement(now[0] + shift, now[1], *was)
        assert not moved.narrowed
        assert not moved.others_fell


def test_others_fell_by_as_much_as_the_others_rose_whatever_the_last_digit_says():
    for shift in (-1e-13, 0.0, 1e-13):
        assert movement(40 + 100 / 7 + shift, 60 - 100 / 7, 40, 60).others_fell
