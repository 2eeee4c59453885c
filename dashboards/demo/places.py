"""The demo trust's invented academies, and what makes each of them different."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from academies.models.academy import Phase

TRUST_NAME = "Lanwenna Learning Trust"
TRUST_SLUG = "lanwenna-learning-trust"
TRUST_UID = "90001"
LA_CODE, LA_NAME = 989, "Lanwenna Coast"

FIRST_YEAR = 2021
LAST_FULL_YEAR = 2025
THIS_YEAR = 2026  # 2026/27 has begun: its autumn reading test and first half term are in
YEARS = tuple(range(FIRST_YEAR, THIS_YEAR + 1))
FIRST_PUBLISHED, LAST_PUBLISHED = 2021, 2024


@dataclass(frozen=True, eq=False)
class Place:
    """An academy. `level` and `bonus` are in standard deviations: all pupils against the nation, and what its
    disadvantaged pupils have on top. `events` is year -> the same two for one year (others, disadvantaged)."""

    name: str
    slug: str
    phase: Phase
    low_age: int
    high_age: int
    cohort: int
    disadvantaged: float
    level: float = 0.0
    bonus: float = 0.0
    yearly_bonus: float = 0.0
    absence: float = 1.0
    eal: float = 0.03
    nursery: int = 0
    sixth_form: int = 0
    feeds: str = ""
    events: Mapping[int, tuple[float, float]] = field(default_factory=dict)


PENHAVROW, TRESARROW = "penhavrow-school", "tresarrow-academy"
CARNKELLY, PENTORRAN = "carnkelly-school", "pentorran-academy"
DOING_WELL = "treskennow-primary"  # its disadvantaged pupils do as well as others elsewhere
OTHERS_FELL = CARNKELLY  # its gap closed in the last year because other pupils fell
BAD_YEAR = "porthmelyan-primary"  # everybody fell in 2023/24, and came back
ELEVEN = "lanverran-primary"  # about 11 pupils in a year group
TINY = "carrowmoor-primary"  # about 8 in a year group, 1 to 5 of them disadvantaged
NOT_HANDED_IN = "goonvarra-primary"  # has given no results this autumn

PLACES = (
    Place("Penhavrow School", PENHAVROW, Phase.SECONDARY, 11, 18, 240, 0.20, 0.10, sixth_form=120, eal=0.04),
    Place("Tresarrow Academy", TRESARROW, Phase.SECONDARY, 11, 18, 225, 0.25, 0.0, sixth_form=100,
          yearly_bonus=0.04),
    Place("Carnkelly School", CARNKELLY, Phase.SECONDARY, 11, 16, 220, 0.27, 0.02, absence=1.05,
          events={2024: (0.10, 0.05), 2025: (-0.40, -0.08)}),
    Place("Pentorran Academy", PENTORRAN, Phase.SECONDARY, 11, 16, 210, 0.33, -0.12, bonus=-0.08, yearly_bonus=-0.05,
          absence=1.15, eal=0.05),
    Place("Porthmelyan Primary Academy", BAD_YEAR, Phase.PRIMARY, 3, 11, 60, 0.22, 0.08, nursery=26, feeds=PENHAVROW,
          events={2023: (-0.65, -0.75), 2024: (-0.15, -0.20)}),
    Place("Treskennow Primary Academy", DOING_WELL, Phase.PRIMARY, 3, 11, 60, 0.42, -0.02, bonus=0.55, nursery=26,
          feeds=PENTORRAN, absence=0.9, eal=0.09, events={2024: (-0.3, 0.0), 2025: (0.25, 0.2)}),
    Place("Bosmerrin Primary School", "bosmerrin-primary", Phase.PRIMARY, 4, 11, 45, 0.26, -0.05, feeds=TRESARROW),
    Place("Rosquenna Primary Academy", "rosquenna-primary", Phase.PRIMARY, 4, 11, 30, 0.30, -0.10, bonus=-0.15,
          feeds=CARNKELLY, absence=1.1),
    Place("Nansvellow Primary School", "nansvellow-primary", Phase.PRIMARY, 4, 11, 30, 0.17, 0.15, feeds=PENHAVROW),
    Place("Chymellyn Primary School", "chymellyn-primary", Phase.PRIMARY, 3, 11, 30, 0.24, 0.0, nursery=14,
          yearly_bonus=0.05, feeds=TRESARROW),
    Place("Goonvarra Primary Academy", NOT_HANDED_IN, Phase.PRIMARY, 4, 11, 30, 0.36, -0.18, feeds=PENTORRAN,
          absence=1.15),
    Place("Lanverran Primary School", ELEVEN, Phase.PRIMARY, 4, 11, 11, 0.18, 0.1, feeds=TRESARROW),
    Place("Carrowmoor Primary School", TINY, Phase.PRIMARY, 4, 11, 8, 0.28, 0.0, feeds=CARNKELLY),
)  # fmt: skip

FIRST_URN = 990001
ESTABLISHMENT = {place.slug: (4901 if place.phase is Phase.SECONDARY else 2901) + i for i, place in enumerate(PLACES)}

# First and last days: 2 September to 19 December and so on, as a coastal authority set them.
_D = datetime.date
TERMS: Mapping[int, tuple[tuple[datetime.date, datetime.date], ...]] = {
    2021: ((_D(2021, 9, 6), _D(2021, 12, 17)), (_D(2022, 1, 4), _D(2022, 4, 8)), (_D(2022, 4, 25), _D(2022, 7, 22))),
    2022: ((_D(2022, 9, 5), _D(2022, 12, 16)), (_D(2023, 1, 3), _D(2023, 3, 31)), (_D(2023, 4, 17), _D(2023, 7, 21))),
    2023: ((_D(2023, 9, 4), _D(2023, 12, 19)), (_D(2024, 1, 4), _D(2024, 3, 28)), (_D(2024, 4, 15), _D(2024, 7, 23))),
    2024: ((_D(2024, 9, 3), _D(2024, 12, 20)), (_D(2025, 1, 6), _D(2025, 4, 4)), (_D(2025, 4, 22), _D(2025, 7, 22))),
    2025: ((_D(2025, 9, 2), _D(2025, 12, 19)), (_D(2026, 1, 5), _D(2026, 3, 27)), (_D(2026, 4, 13), _D(2026, 7, 22))),
    2026: ((_D(2026, 9, 2), _D(2026, 12, 18)), (_D(2027, 1, 4), _D(2027, 3, 25)), (_D(2027, 4, 12), _D(2027, 7, 22))),
}
# Before the pupils come back, staff of all academies meet.
INSET = {2025: _D(2025, 9, 1), 2026: _D(2026, 9, 1)}
CHECKPOINTS = ("Autumn", "Spring", "Summer", "Statutory")


def half_term(starts: datetime.date, ends: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Monday to Friday of the week in the middle of a term; in summer that of the bank holiday, the last in May."""
    middle = starts + (ends - starts) / 2
    if starts.month == 4:
        middle = _D(starts.year, 5, 28)
    monday = middle + datetime.timedelta(days=(3 - middle.weekday()) % 7 - 3)
    return monday, monday + datetime.timedelta(days=4)
