"""Why a gap changed: which of the two groups moved."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from celt.lib.statistics.gaps import Floats, Numbers, floats

# Points below which a movement is the rounding of thirds and sevenths, and no movement.
ROUNDING = 1e-9


class Movement(NamedTuple):
    """Change since the year before, in points: `gap` = `disadvantaged` - `other`.

    `others_fell`: the gap narrowed, other pupils did worse than the year before, and their fall did at
    least as much to narrow it as the disadvantaged pupils' rise. Not a success to celebrate.
    """

    gap: Floats
    disadvantaged: Floats
    other: Floats
    narrowed: npt.NDArray[np.bool_]
    others_fell: npt.NDArray[np.bool_]


def movement(
    disadvantaged: Numbers,
    other: Numbers,
    disadvantaged_before: Numbers,
    other_before: Numbers,
    *,
    higher_is_better: npt.ArrayLike = True,
) -> Movement:
    """Split the change of a gap. Without one of the four values the change is NaN and the flags are False.

    'Narrowed' means that disadvantaged pupils were behind and are less behind, level or ahead now.
    """
    now1, now2, was1, was2 = floats(disadvantaged, other, disadvantaged_before, other_before)
    sign = np.where(np.asarray(higher_is_better, dtype=bool), 1.0, -1.0)
    moved1, moved2 = now1 - was1, now2 - was2
    change = moved1 - moved2
    known = ~np.isnan(change)
    # Comparisons with NaN are False, which is what an unknown movement should be.
    narrowed = (sign * (was1 - was2) < -ROUNDING) & (sign * change > ROUNDING)
    fell = narrowed & (sign * moved2 < -ROUNDING) & (-sign * moved2 >= sign * moved1 - ROUNDING)
    return Movement(
        change[()],
        np.where(known, moved1, np.nan)[()],
        np.where(known, moved2, np.nan)[()],
        narrowed[()],
        fell[()],
    )
