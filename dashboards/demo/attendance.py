"""Sessions missed by the demo pupils: few miss many. Medians give the national shares of persistent absence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from academies.models.academy import Phase
from celt.lib.terms import TERMS as TERM_NAMES
from dashboards.demo.places import LAST_FULL_YEAR
from dashboards.demo.rolls import Enrolment

POSSIBLE = {"autumn": 142, "spring": 120, "summer": 118}
HALF_TERM = 72  # this year's first half term, which is all there is in November
YEAR_FACTOR = {2021: 1.22, 2022: 1.15, 2023: 1.08, 2024: 1.0, 2025: 0.97, 2026: 0.9}
# Median share of sessions missed, (others, disadvantaged), and the spread of its logarithm.
MISSED = {Phase.PRIMARY: (0.034, 0.050, 0.75), Phase.SECONDARY: (0.040, 0.068, 0.88)}
UNAUTHORISED = {Phase.PRIMARY: 0.24, Phase.SECONDARY: 0.38}
NEED = {"N": 1.0, "K": 1.25, "E": 1.5}


class Sessions(NamedTuple):
    enrolment: int
    term: str
    possible: int
    authorised: int
    unauthorised: int


def attendance(enrolments: Sequence[Enrolment], rng: np.random.Generator) -> Iterator[Sessions]:
    """Three terms of each full year and the first half term of this one, from reception to year 11."""
    draws = rng.random(len(enrolments))
    for i, e in enumerate(enrolments):
        if not 0 <= e.nc_year <= 11:
            continue
        median = MISSED[e.place.phase][int(e.disadvantaged)]
        spread = MISSED[e.place.phase][2]
        if e.disadvantaged and draws[i] < 0.035:
            share = 0.35 + 13 * draws[i]  # severe: half of the year and more
        else:
            factor = e.place.absence * YEAR_FACTOR[e.year] * NEED[e.sen]
            share = median * factor * float(np.exp(spread * (0.8 * e.pupil.absence + 0.6 * rng.normal())))
        for term in TERM_NAMES if e.year <= LAST_FULL_YEAR else ("autumn",):
            possible = POSSIBLE[term] if e.year <= LAST_FULL_YEAR else HALF_TERM
            if e.date_left is not None and term == "summer":
                possible //= 4
            missed = int(rng.binomial(possible, min(0.92, share)))
            unauthorised = int(rng.binomial(missed, UNAUTHORISED[e.place.phase]))
            yield Sessions(i, term, possible, missed - unauthorised, unauthorised)
