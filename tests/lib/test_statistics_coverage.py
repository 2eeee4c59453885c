"""How often the 95 % intervals hold the truth, on simulated pupils with fixed seeds.

Bounds are honest, not wishful: at 20,000 draws the simulation itself wobbles by 0.3 points, and the score and rank
intervals are known to drift by a point or two in small groups.
"""

import numpy as np
import pytest

from celt.lib.statistics import cliff_interval, cliffs_delta, newcombe, ratio_sample, sample, welch

DRAWS = 20_000


def share_inside(interval, truth):
    return float(np.mean((interval.low <= truth) & (truth <= interval.high)))


@pytest.mark.parametrize(
    ("n1", "p1", "n2", "p2"), [(6, 0.5, 20, 0.7), (11, 0.48, 25, 0.70), (30, 0.48, 90, 0.70), (8, 0.05, 15, 0.2)]
)
def test_newcombe_covers(n1, p1, n2, p2):
    random = np.random.default_rng(1998)
    interval = newcombe(random.binomial(n1, p1, DRAWS), n1, random.binomial(n2, p2, DRAWS), n2)
    assert 0.935 <= share_inside(interval, p1 - p2) <= 0.985


@pytest.mark.parametrize(("n1", "sd1", "n2", "sd2"), [(4, 8, 20, 6), (6, 5, 9, 9), (25, 7, 80, 6)])
def test_welch_covers(n1, sd1, n2, sd2):
    random = np.random.default_rng(1947)
    first, second = random.normal(101, sd1, (DRAWS, n1)), random.normal(105, sd2, (DRAWS, n2))
    interval = welch(
        n1, first.mean(axis=1), first.std(axis=1, ddof=1), n2, second.mean(axis=1), second.std(axis=1, ddof=1)
    )
    assert 0.938 <= share_inside(interval, -4) <= 0.965


@pytest.mark.parametrize(
    ("n1", "n2", "shift", "least"), [(6, 12, 3, 0.91), (12, 30, 3, 0.93), (30, 90, 4, 0.94), (15, 40, 0, 0.94)]
)
def test_the_rank_interval_covers(n1, n2, shift, least):
    """Normal scores rounded to whole marks, so that ties are as frequent as in scaled scores."""
    random = np.random.default_rng(1993)
    draws = 3_000
    disadvantaged = np.round(random.normal(101 - shift, 7, (draws, n1)))
    other = np.round(random.normal(101, 7, (draws, n2)))
    values = np.arange(60, 141)
    d = (disadvantaged[:, :, None] == values).sum(axis=1)
    o = (other[:, :, None] == values).sum(axis=1)
    many = np.round(random.normal(101 - shift, 7, 400_000)), np.round(random.normal(101, 7, 400_000))
    whole = [np.bincount(m.astype(int), minlength=200) for m in many]
    truth = cliffs_delta([0], *whole).delta[0]

    interval = cliff_interval(cliffs_delta(np.arange(draws) * values.size, d.ravel(), o.ravel()))

    assert least <= share_inside(interval, truth) <= 0.985


@pytest.mark.parametrize(("n1", "n2", "least"), [(10, 30, 0.90), (40, 120, 0.935)])
def test_the_attendance_interval_covers(n1, n2, least):
    """Skewed absence and unequal numbers of possible sessions, which the ratio must weigh."""
    random = np.random.default_rng(1977)
    draws = 10_000

    def place(n, absence):
        possible = random.integers(60, 191, (draws, n)).astype(float)
        attended = random.binomial(possible.astype(int), 1 - random.beta(1.2, 1.2 / absence - 1.2, (draws, n)))
        sums = (attended, possible, attended**2, attended * possible, possible**2)
        return ratio_sample(n, *(part.sum(axis=1) for part in sums))

    interval = welch(*place(n1, 0.10), *place(n2, 0.06))

    assert least <= share_inside(interval, -0.04) <= 0.975


def test_a_pooled_figure_covers_the_pooled_truth():
    random = np.random.default_rng(2021)
    three = random.normal(100, 6, (DRAWS, 3, 8))
    rest = random.normal(104, 6, (DRAWS, 3, 20))

    def pooled(values):
        return sample(values.shape[1] * values.shape[2], values.sum(axis=(1, 2)), (values**2).sum(axis=(1, 2)))

    assert 0.94 <= share_inside(welch(*pooled(three), *pooled(rest)), -4) <= 0.96
