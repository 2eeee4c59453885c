"""Empirical-Bayes shrinkage of an academy's gap towards the gap of its phase or trust."""

from typing import NamedTuple

import numpy as np

from celt.lib.statistics.gaps import Floats, Numbers, floats

# Prior deviation of true gaps between academies, in standard deviations between pupils. The one source of evidence is
# KS2 reading, writing and maths in two counties before 2020: about 9 points, where pupils' 0/100 outcomes deviate by
# 48 points. 9 / 48 = 0.19 is carried over to the other measures as an assumption and has been checked on none of them.
PRIOR_TAU = 0.19

MOMENTS_FROM = 20


class Shrunken(NamedTuple):
    """`gap` in the measure's unit and the `weight` 0..1 that the academy's own figure kept."""

    gap: Floats
    weight: Floats


def prior_tau(sd1: Numbers, sd2: Numbers) -> Floats:
    """The prior deviation of true gaps between academies, in the unit of the groups' deviations between pupils."""
    s1, s2 = floats(sd1, sd2)
    result: Floats = PRIOR_TAU * np.sqrt((s1**2 + s2**2) / 2)
    return result[()]


def standard_error(n1: Numbers, sd1: Numbers, n2: Numbers, sd2: Numbers) -> Floats:
    """Model-based standard error of a gap: the deviations are those of the whole phase or trust, not the academy's own.

    For shares that is p(1 - p) / n with the phase's p. An academy's own p would make the error of a small academy with
    0 % or 100 % vanish and its weight far too large.
    """
    n1_, s1, n2_, s2 = floats(n1, sd1, n2, sd2)
    n1_, n2_ = np.where(n1_ > 0, n1_, np.nan), np.where(n2_ > 0, n2_, np.nan)
    result: Floats = np.sqrt(s1**2 / n1_ + s2**2 / n2_)
    return result[()]


def moment_tau(gaps: Numbers, errors: Numbers, prior: float) -> float:
    """Deviation of the true gaps of one set of academies by moments: tau^2 = variance of gaps - mean error^2.

    Used from 20 academies on, below that the prior stands; and kept within half and twice the prior, because even 300
    academies leave it uncertain by a third. `gaps` and `errors` are 1-d and in one unit; NaN pairs are left out.
    """
    gap, error = floats(gaps, errors)
    known = ~np.isnan(gap + error)
    if int(known.sum()) < MOMENTS_FROM:
        return prior
    square = float(np.var(gap[known], ddof=1) - np.mean(error[known] ** 2))
    return float(np.clip(np.sqrt(max(square, 0.0)), prior / 2, prior * 2))


def shrink(gap: Numbers, error: Numbers, towards: Numbers, tau: Numbers) -> Shrunken:
    """weight gap + (1 - weight) towards, with weight = tau^2 / (tau^2 + error^2) (Efron and Morris 1975).

    An error and a tau of 0 at once (nobody varies) keep the gap as it is.
    """
    gap_, error_, towards_, tau_ = floats(gap, error, towards, tau)
    both = tau_**2 + error_**2
    weight = np.where(both == 0, 1.0, tau_**2 / np.where(both == 0, 1.0, both))
    weight = np.where(np.isnan(gap_ + towards_), np.nan, weight)
    return Shrunken((weight * gap_ + (1 - weight) * towards_)[()], weight[()])
