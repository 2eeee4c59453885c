"""The figures of an academy as a hand-in keeps them: read through the disclosure door, in both editions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from academies.access import Person
from academies.models import Academy
from accounts.models import User
from celt.lib.terms import year_label
from checkpoints.models import CheckpointLine
from checkpoints.rules.frozen import Frozen, as_data
from dashboards.disclosure import Audience
from dashboards.readings import figure_readings
from plans.providers import Reading, Wanted
from pupils.measures import MEASURES
from pupils.measures.sitting import sits

EDITIONS = {"staff": Audience.STAFF, "readers": Audience.READER}
NOT_IN = "No figure for {when} yet."


@dataclass(frozen=True)
class Editions:
    """The same lines for staff and for governors and trustees."""

    staff: list[Frozen]
    readers: list[Frozen]

    def of(self, audience: Audience) -> list[Frozen]:
        return self.staff if audience is Audience.STAFF else self.readers

    def as_content(self) -> dict[str, list[dict[str, Any]]]:
        return {"staff": as_data(self.staff), "readers": as_data(self.readers)}


def asked_of(academy: Academy, lines: Iterable[CheckpointLine]) -> list[CheckpointLine]:
    """What its pupils sit: a primary is not asked for GCSEs."""
    return [line for line in lines if line.measure in MEASURES and sits(academy, MEASURES[line.measure])]


def figures_of_the_day(
    user: User, person: Person, academy: Academy, lines: Sequence[CheckpointLine], year: int
) -> Editions:
    """What may be handed in today. Four queries; none where nothing is asked."""
    asked = asked_of(academy, lines)
    wanted = {line.pk: Wanted(academy.pk, line.measure, line.figure_of, line.breakdown) for line in asked}
    told = {
        name: _at(asked, wanted, figure_readings.told(user, person, [academy], set(wanted.values()), audience), year)
        for name, audience in EDITIONS.items()
    }
    return Editions(**told)


def _at(
    lines: Sequence[CheckpointLine],
    wanted: Mapping[int, Wanted],
    found: Mapping[Wanted, Sequence[Reading]],
    year: int,
) -> list[Frozen]:
    return [_frozen(line, year, found.get(wanted[line.pk], ())) for line in lines]


def _frozen(line: CheckpointLine, year: int, readings: Sequence[Reading]) -> Frozen:
    reading = next((r for r in readings if r.academic_year == year and r.checkpoint.lower() == line.at.lower()), None)
    if reading is None:
        why = NOT_IN.format(when=f"{line.at} {year_label(year)}")
        return Frozen(line.measure, line.figure_of, line.breakdown, year, line.at, why_none=why)
    return frozen_of(line.measure, line.figure_of, line.breakdown, reading)


def frozen_of(measure: str, figure_of: str, breakdown: str, reading: Reading) -> Frozen:
    at = (measure, figure_of, breakdown, reading.academic_year, reading.checkpoint)
    if reading.value is None:
        return Frozen(*at, why_none=reading.why_none)
    return Frozen(
        *at, value=reading.value, says=reading.says, low=reading.low, high=reading.high, n=reading.n,
        one=reading.one_pupil, others_fell=reading.others_fell,
        as_of=min(reading.data_as_of, timezone.localdate()).isoformat() if reading.data_as_of else "",
    )  # fmt: skip


def newest_figure(user: User, person: Person, academy: Academy, figure: tuple[str, str, str]) -> dict[str, Any] | None:
    """The figure as it stands now, in both editions; None where there is none. Four queries."""
    measure, figure_of, breakdown = figure
    wanted = Wanted(academy.pk, measure, figure_of, breakdown)
    kept: dict[str, Any] = {}
    for name, audience in EDITIONS.items():
        found = figure_readings.told(user, person, [academy], {wanted}, audience).get(wanted, ())
        if not found:
            return None
        (kept[name],) = as_data([frozen_of(measure, figure_of, breakdown, found[-1])])
    return kept
