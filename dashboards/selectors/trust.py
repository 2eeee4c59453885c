"""The trust dashboard's reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Case, IntegerField, When
from django.db.models.functions import Lower

from academies.access import Person
from academies.models import Academy
from academies.models.academy import Phase
from accounts.models import User
from dashboards import disclosure
from dashboards.models import GapFigure, GapRun, Level
from dashboards.selectors.gaps import AcademyRow, MeasureFigures, figures_of, last_run
from dashboards.selectors.looking import SUREST, Looking, look
from pupils.measures import MEASURES, Measure
from pupils.selectors.published import PublishedRow, published_rows


@dataclass(frozen=True)
class GridRow:
    """One academy of the academy x measure table: a gap a measure, in the order of `TrustPage.grid_measures`."""

    academy: Academy
    cells: tuple[GapFigure | None, ...]


@dataclass(frozen=True)
class TrustPage:
    looking: Looking
    phases: tuple[tuple[str, str], ...]
    measure: MeasureFigures
    rows: tuple[AcademyRow, ...]
    grid_measures: tuple[Measure, ...]
    grid: tuple[GridRow, ...]
    published: tuple[PublishedRow, ...]
    run: GapRun | None

    @property
    def headline(self) -> GapFigure | None:
        return self.measure.whole()

    @property
    def before(self) -> GapFigure | None:
        return self.measure.whole(self.looking.academic_year - 1)

    @property
    def left_out(self) -> tuple[str, ...]:
        return tuple(row.academy.name for row in self.rows if row.hidden)


def trust_page(user: User, person: Person, asked: Mapping[str, str], *, with_grid: bool = True) -> TrustPage:
    """Everything of the page in seven queries, however many academies there are; six without the table of all measures,
    which a file of one card does not need."""
    assert person.trust is not None
    looking = look(user, person.trust, asked)
    everyone = list(Academy.objects.visible_to(user).filter(trust=looking.trust))
    academies = [a for a in everyone if looking.phase in ("", a.phase)]
    measure = figures_of(user, person, looking)
    grid_measures, grid = _grid(user, person, looking, academies) if with_grid else ((), ())
    return TrustPage(
        looking=looking,
        phases=tuple((p.value, p.label) for p in Phase if any(a.phase == p.value for a in everyone)),
        measure=measure,
        rows=tuple(measure.rows(academies)),
        grid_measures=grid_measures,
        grid=grid,
        published=tuple(published_rows(user, looking.measure.slug, academies)) if looking.published_exists else (),
        run=last_run(looking),
    )


def _grid(
    user: User, person: Person, looking: Looking, academies: list[Academy]
) -> tuple[tuple[Measure, ...], tuple[GridRow, ...]]:
    """The year's gap of every measure at its surest checkpoint, academy by academy."""
    surest = Case(
        *(When(checkpoint__iexact=name, then=at) for at, name in enumerate(SUREST)),
        default=len(SUREST),
        output_field=IntegerField(),
    )
    queryset = (
        GapFigure.objects.filter(
            trust=looking.trust, academic_year=looking.academic_year, level=Level.ACADEMY, breakdown="all"
        )
        .order_by("academy_id", "measure", surest, Lower("checkpoint"))
        .distinct("academy_id", "measure")
    )
    figures = disclosure.figures(queryset, user, disclosure.audience_of(person))
    found = {(figure.academy_id, figure.measure): figure for figure in figures}
    held = {slug for (pk, slug), f in found.items() if f.status != "not_published"}
    measures = tuple(m for m in MEASURES.values() if m.slug in held)
    rows = (GridRow(a, tuple(found.get((a.pk, m.slug)) for m in measures)) for a in academies)
    return measures, tuple(row for row in rows if any(row.cells))
