"""Statistics of attainment gaps: pure functions over numpy arrays and scalars alike.

Conventions that hold in every module:
- A gap is disadvantaged minus other pupils, so a disadvantage is negative. Group 1 is always the disadvantaged one.
- Every argument may be a scalar or an array; arrays broadcast. A scalar in gives a numpy scalar out.
- NaN in gives NaN out, in that element only. What cannot be computed (an empty group, one pupil where a
  deviation is needed) is NaN as well, never 0 and never an exception.
- Intervals are 95 % unless `z` or `level` says otherwise.
"""

from celt.lib.statistics.gaps import (
    Interval,
    difference_of_intervals,
    hedges_g,
    hedges_g_variance,
    newcombe,
    one_pupil,
    share_deviation,
    welch,
    wilson,
)
from celt.lib.statistics.movement import Movement, movement
from celt.lib.statistics.ranks import Ranking, cliff_interval, cliffs_delta, rank_gap
from celt.lib.statistics.samples import Sample, ratio_sample, sample
from celt.lib.statistics.shrinkage import PRIOR_TAU, Shrunken, moment_tau, prior_tau, shrink
from celt.lib.statistics.verdicts import (
    Funnel,
    benjamini_hochberg,
    differs,
    excludes,
    funnel_limits,
    overdispersion,
    two_sided_p,
)

__all__ = [
    "PRIOR_TAU",
    "Funnel",
    "Interval",
    "Movement",
    "Ranking",
    "Sample",
    "Shrunken",
    "benjamini_hochberg",
    "cliff_interval",
    "cliffs_delta",
    "difference_of_intervals",
    "differs",
    "excludes",
    "funnel_limits",
    "hedges_g",
    "hedges_g_variance",
    "moment_tau",
    "movement",
    "newcombe",
    "one_pupil",
    "overdispersion",
    "prior_tau",
    "rank_gap",
    "ratio_sample",
    "sample",
    "share_deviation",
    "shrink",
    "two_sided_p",
    "welch",
    "wilson",
]
