"""When a difference may be called one: against 0, a trust's gap or the nation's, for one academy or for many."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from celt.lib.statistics.gaps import Z95, Floats, Numbers, floats

Z998 = 3.090232306167813
WINSORISED = 0.1


class Funnel(NamedTuple):
    """Limits of 95 % and 99.8 % around the reference, in its unit."""

    low95: Floats
    high95: Floats
    low998: Floats
    high998: Floats


def funnel_limits(reference: Numbers, error: Numbers, *, factor: Numbers = 1.0) -> Funnel:
    """Funnel-plot limits reference -/+ z error sqrt(factor) (Spiegelhalter, Statistics in Medicine 2005;24:1185-1202).

    `error` is the standard error that an academy of this size has if its true figure is the reference; `factor` is the
    over-dispersion factor. A factor below 1 is taken as 1: academies may differ less than chance, limits stay honest.
    """
    reference_, error_, factor_ = floats(reference, error, factor)
    half = error_ * np.sqrt(np.maximum(factor_, 1.0))
    return Funnel(
        (reference_ - Z95 * half)[()],
        (reference_ + Z95 * half)[()],
        (reference_ - Z998 * half)[()],
        (reference_ + Z998 * half)[()],
    )


def overdispersion(values: Numbers, reference: Numbers, errors: Numbers) -> float:
    """Over-dispersion factor: mean of the squared z scores, the outer tenth on each side pulled in to its quantile.

    Spiegelhalter 2005, section 3.2. 1.0 where it is below 1 or fewer than two academies are known.
    """
    value, reference_, error = floats(values, reference, errors)
    scores = (value - reference_) / np.where(error > 0, error, np.nan)
    scores = scores[~np.isnan(scores)]
    if scores.size < 2:
        return 1.0
    low, high = np.quantile(scores, [WINSORISED, 1 - WINSORISED])
    return max(1.0, float(np.mean(np.clip(scores, low, high) ** 2)))


def two_sided_p(gap: Numbers, error: Numbers, *, reference: Numbers = 0.0, degrees: Numbers = np.inf) -> Floats:
    """Two-sided p that a gap with this standard error comes from `reference`; normal, or t with `degrees`.

    The trust's own gap as the reference is taken as fixed, although the academy is part of it: slightly cautious.
    """
    gap_, error_, reference_, degrees_ = floats(gap, error, reference, degrees)
    with np.errstate(invalid="ignore", divide="ignore"):
        score = -np.abs(gap_ - reference_) / error_
        finite = special.stdtr(np.where(np.isinf(degrees_), np.nan, degrees_), score)
        result: Floats = 2 * np.where(np.isinf(degrees_), special.ndtr(score), finite)
    return result[()]


def benjamini_hochberg(p: Numbers, *, rate: float = 0.05) -> npt.NDArray[np.bool_]:
    """Which of many p values are findings when at most `rate` of the findings may be false.

    Benjamini and Hochberg, J. R. Statist. Soc. B 1995;57:289-300. NaN is never a finding and does not count as a test.
    """
    values = np.asarray(p, dtype=np.float64)
    flat = values.ravel()
    known = np.flatnonzero(~np.isnan(flat))
    found = np.zeros(flat.shape, dtype=np.bool_)
    if known.size:
        order = known[np.argsort(flat[known], kind="stable")]
        passed = np.flatnonzero(flat[order] <= rate * np.arange(1, known.size + 1) / known.size)
        if passed.size:
            found[order[: passed[-1] + 1]] = True
    return found.reshape(values.shape)


def excludes(low: Numbers, high: Numbers, reference: Numbers = 0.0) -> npt.NDArray[np.bool_]:
    """Whether an interval excludes a reference; False where anything is unknown: 'not distinguishable'."""
    low_, high_, reference_ = floats(low, high, reference)
    result: npt.NDArray[np.bool_] = (reference_ < low_) | (reference_ > high_)
    return result & ~np.isnan(low_ + high_ + reference_)


def differs(gaps: Numbers, errors: Numbers, reference: Numbers = 0.0, *, rate: float = 0.05) -> npt.NDArray[np.bool_]:
    """Which of many academies differ from the reference, with the false findings among them held at `rate`."""
    return benjamini_hochberg(two_sided_p(gaps, errors, reference=reference), rate=rate)
