"""From sums over pupils to n, mean and deviation. Sums add up over years and academies; means do not."""

from typing import NamedTuple

import numpy as np

from celt.lib.statistics.gaps import Floats, Numbers, floats

# A variance below this part of the mean square is rounding: the values were all equal.
ROUNDING = 1e-11


class Sample(NamedTuple):
    """Pupils, mean and sample deviation (n - 1): NaN mean for no pupil, NaN deviation for fewer than two."""

    n: Floats
    mean: Floats
    sd: Floats


def sample(n: Numbers, total: Numbers, squares: Numbers) -> Sample:
    """A sample from its pupils, the sum of their values and the sum of their squared values.

    A pooled figure of several years or academies is this function over the summed arguments: it pools pupils.
    """
    n_, total_, squares_ = floats(n, total, squares)
    count = np.where(n_ > 0, n_, np.nan)
    mean = total_ / count
    spread = squares_ - total_ * mean
    spread = np.where(spread <= ROUNDING * np.abs(squares_), 0.0, spread)
    spread = np.where(np.isnan(squares_ + mean), np.nan, spread)
    sd = np.sqrt(spread / np.where(count >= 2, count - 1, np.nan))
    return Sample(n_[()], mean[()], sd[()])


def ratio_sample(
    n: Numbers,
    numerator: Numbers,
    denominator: Numbers,
    numerator_squares: Numbers,
    products: Numbers,
    denominator_squares: Numbers,
) -> Sample:
    """A ratio of sums over `n` pupils, such as attended of possible sessions, as a sample.

    Arguments are the pupils' sums of a, b, a^2, ab and b^2. The mean is R = sum a / sum b, not the mean of the pupils'
    own rates. The deviation is the linearised one, s_e / mean(b) with e = a - R b, so that sd / sqrt(n) is the
    standard error of R (Cochran, Sampling Techniques, 3rd ed., 6.4) and every function for means applies.
    """
    n_, a, b, aa, ab, bb = floats(n, numerator, denominator, numerator_squares, products, denominator_squares)
    count = np.where((n_ > 0) & (b > 0), n_, np.nan)
    ratio = a / np.where(b > 0, b, np.nan)
    spread = aa - 2 * ratio * ab + ratio**2 * bb
    spread = np.where(spread <= ROUNDING * (aa + ratio**2 * bb), 0.0, spread)
    spread = np.where(np.isnan(ratio + aa + ab + bb), np.nan, spread)
    sd = np.sqrt(spread / np.where(count >= 2, count - 1, np.nan)) / (b / count)
    return Sample(n_[()], ratio[()], sd[()])
