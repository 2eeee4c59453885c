"""The measure page's reading: what is counted, what the nation's values are, and who lies outside the funnel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from academies.access import Person
from academies.models import Academy
from accounts.models import User
from celt.lib.terms import year_label
from dashboards.models import GapRun
from dashboards.selectors.gaps import AcademyRow, MeasureFigures, figures_of, last_run
from dashboards.selectors.looking import Looking, look
from pupils.measures import Measure
from pupils.reference import ReferenceValue, values_of


@dataclass(frozen=True)
class NationalYear:
    """England's values of one year; None where nothing was published or found."""

    year: str
    all: ReferenceValue | None
    disadvantaged: ReferenceValue | None
    other: ReferenceValue | None

    @property
    def gap(self) -> float | None:
        if self.disadvantaged is None or self.other is None or self.disadvantaged.basis != self.other.basis:
            return None
        return self.disadvantaged.value - self.other.value

    @property
    def sources(self) -> list[ReferenceValue]:
        return [row for row in (self.all, self.disadvantaged, self.other) if row is not None]


@dataclass(frozen=True)
class MeasurePage:
    looking: Looking
    measure: MeasureFigures
    rows: tuple[AcademyRow, ...]
    national: tuple[NationalYear, ...]
    run: GapRun | None


def measure_page(user: User, person: Person, measure: Measure, asked: Mapping[str, str]) -> MeasurePage:
    assert person.trust is not None
    # Its items, because ** would take an address's lists of values.
    looking = look(user, person.trust, {**dict(asked.items()), "measure": measure.slug, "source": "own"})
    academies = list(Academy.objects.visible_to(user).filter(trust=person.trust))
    figures = figures_of(user, person, looking)
    return MeasurePage(
        looking=looking,
        measure=figures,
        rows=tuple(figures.rows(academies)),
        national=national_years(measure.slug),
        run=last_run(looking),
    )


def national_years(slug: str) -> tuple[NationalYear, ...]:
    """England's values in use, newest first."""
    rows = [r for r in values_of(slug) if r.level == "national" and r.use and not r.phase]
    years = sorted({r.academic_year for r in rows}, reverse=True)
    by_place = {(r.academic_year, r.group): r for r in rows}
    return tuple(
        NationalYear(
            year_label(y), by_place.get((y, "all")), by_place.get((y, "disadvantaged")), by_place.get((y, "other"))
        )
        for y in years
    )
