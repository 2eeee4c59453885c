"""Intervals and effect sizes of the difference between two groups of pupils."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]
Numbers = npt.ArrayLike

Z95 = 1.959963984540054


class Interval(NamedTuple):
    """Lower and upper end, each of the arguments' broadcast shape and unit."""

    low: Floats
    high: Floats


def floats(*numbers: Numbers) -> tuple[Floats, ...]:
    """The arguments as float arrays of one broadcast shape."""
    return tuple(np.broadcast_arrays(*(np.asarray(number, dtype=np.float64) for number in numbers)))


def wilson(k: Numbers, n: Numbers, *, z: float = Z95) -> Interval:
    """Wilson's score interval of a proportion, 0 to 1, from `k` of `n` pupils.

    Wilson 1927: centre (p + z^2/2n) / (1 + z^2/n), half width z sqrt(p(1-p)/n + z^2/4n^2) / (1 + z^2/n).
    """
    k_, n_ = floats(k, n)
    n_ = np.where(n_ > 0, n_, np.nan)
    p = k_ / n_
    scale = 1 + z**2 / n_
    centre = (p + z**2 / (2 * n_)) / scale
    half = z * np.sqrt(p * (1 - p) / n_ + z**2 / (4 * n_**2)) / scale
    # At 0 of n and n of n the formula gives exactly 0 and 1; floating point may miss them by a hair.
    low = np.where(k_ == 0, 0.0, centre - half)
    high = np.where(k_ == n_, 1.0, centre + half)
    known = ~np.isnan(p)
    return Interval(np.where(known, low, np.nan)[()], np.where(known, high, np.nan)[()])


def newcombe(k1: Numbers, n1: Numbers, k2: Numbers, n2: Numbers, *, z: float = Z95) -> Interval:
    """Interval of k1/n1 - k2/n2, -1 to 1: Newcombe's hybrid score interval.

    Newcombe, Statistics in Medicine 1998;17:873-890, method 10 (no continuity correction).
    """
    k1_, n1_, k2_, n2_ = floats(k1, n1, k2, n2)
    first, second = wilson(k1_, n1_, z=z), wilson(k2_, n2_, z=z)
    with np.errstate(divide="ignore", invalid="ignore"):
        p1, p2 = k1_ / n1_, k2_ / n2_
    return difference_of_intervals(p1, *first, p2, *second)


def difference_of_intervals(
    value1: Numbers, low1: Numbers, high1: Numbers, value2: Numbers, low2: Numbers, high2: Numbers
) -> Interval:
    """Interval of value1 - value2 from the intervals of two independent estimates, in their unit.

    The square-and-add construction behind Newcombe's method 10 (Zou and Donner, Statistics in Medicine
    2008;27:1693-1702). It serves for the change of a gap between two cohorts as well.
    """
    v1, l1, h1, v2, l2, h2 = floats(value1, low1, high1, value2, low2, high2)
    difference = v1 - v2
    low = difference - np.hypot(v1 - l1, h2 - v2)
    high = difference + np.hypot(h1 - v1, v2 - l2)
    return Interval(low[()], high[()])


def welch(
    n1: Numbers, mean1: Numbers, sd1: Numbers, n2: Numbers, mean2: Numbers, sd2: Numbers, *, level: float = 0.95
) -> Interval:
    """Welch's t interval of mean1 - mean2, in the unit of the means; `sd` are sample deviations (n - 1).

    Welch, Biometrika 1947;34:28-35. NaN where a group has fewer than two pupils. Where neither group varies
    the interval has no width.
    """
    n1_, m1, s1, n2_, m2, s2 = floats(n1, mean1, sd1, n2, mean2, sd2)
    enough = (n1_ >= 2) & (n2_ >= 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        v1, v2 = s1**2 / n1_, s2**2 / n2_
        degrees = (v1 + v2) ** 2 / (v1**2 / (n1_ - 1) + v2**2 / (n2_ - 1))
        half = special.stdtrit(degrees, (1 + level) / 2) * np.sqrt(v1 + v2)
    half = np.where(v1 + v2 == 0, 0.0, half)
    difference = m1 - m2
    low = np.where(enough, difference - half, np.nan)
    high = np.where(enough, difference + half, np.nan)
    return Interval(low[()], high[()])


def hedges_g(n1: Numbers, mean1: Numbers, sd1: Numbers, n2: Numbers, mean2: Numbers, sd2: Numbers) -> Floats:
    """Standardised mean difference, group 1 minus group 2, in pooled standard deviations.

    g = J (mean1 - mean2) / s_pooled with J = 1 - 3 / (4(n1 + n2) - 9) (Hedges 1981). For a share the same formula
    runs on the pupils' 0/1 outcomes (sd from `share_deviation`), so that one column means one thing for every
    measure. A group of one pupil adds nothing to the pooled deviation; fewer than three pupils give NaN.
    Without any spread g is 0 where the means are equal and NaN where they are not.
    """
    n1_, m1, s1, n2_, m2, s2 = floats(n1, mean1, sd1, n2, mean2, sd2)
    degrees = n1_ + n2_ - 2
    usable = (n1_ >= 1) & (n2_ >= 1) & (degrees >= 1)
    square1 = np.where(n1_ == 1, 0.0, (n1_ - 1) * s1**2)
    square2 = np.where(n2_ == 1, 0.0, (n2_ - 1) * s2**2)
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = np.sqrt((square1 + square2) / degrees)
        small_sample = 1 - 3 / (4 * (n1_ + n2_) - 9)
        g = small_sample * (m1 - m2) / pooled
    g = np.where(pooled == 0, np.where(m1 == m2, 0.0, np.nan), g)
    result: Floats = np.where(usable, g, np.nan)
    return result[()]


def hedges_g_variance(n1: Numbers, n2: Numbers, g: Numbers) -> Floats:
    """Large-sample variance of Hedges' g: (n1 + n2) / (n1 n2) + g^2 / (2 (n1 + n2))."""
    n1_, n2_, g_ = floats(n1, n2, g)
    n1_, n2_ = np.where(n1_ > 0, n1_, np.nan), np.where(n2_ > 0, n2_, np.nan)
    result: Floats = (n1_ + n2_) / (n1_ * n2_) + g_**2 / (2 * (n1_ + n2_))
    return result[()]


def share_deviation(percent: Numbers, n: Numbers) -> Floats:
    """Sample deviation (n - 1) of the 0/100 outcomes of `n` pupils of whom `percent` reach the threshold, in points."""
    p, n_ = floats(percent, n)
    n_ = np.where(n_ >= 2, n_, np.nan)
    result: Floats = np.sqrt(np.clip(p * (100 - p), 0, None) * n_ / (n_ - 1))
    return result[()]


def one_pupil(n_disadvantaged: Numbers, *, step: Numbers = 100.0) -> Floats:
    """Points by which the disadvantaged figure moves when one of its pupils moves by `step`.

    For a share the step is 100: one more pupil reaches the threshold. For a mean or a rate the step is one standard
    deviation between pupils of the measure, because a pupil does not gain 'one threshold' there.
    """
    n, step_ = floats(n_disadvantaged, step)
    result: Floats = step_ / np.where(n > 0, n, np.nan)
    return result[()]
