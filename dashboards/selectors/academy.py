"""The academy dashboard's reading."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import Q

from academies.access import Person
from academies.models import Academy
from accounts.models import User
from dashboards import disclosure
from dashboards.models import GapFigure, GapRun, Level
from dashboards.selectors.gaps import MeasureFigures, last_run
from dashboards.selectors.looking import BREAKDOWNS, Looking, look, surest_first
from pupils.measures import MEASURES, Measure
from pupils.selectors.published import PublishedRow, published_rows

YEAR_GROUPS = tuple(slug for slug in BREAKDOWNS if slug.startswith("year:"))
GROUPS = tuple(slug for slug in BREAKDOWNS if slug != "all" and slug not in YEAR_GROUPS)


@dataclass(frozen=True)
class BreakdownRow:
    slug: str
    label: str
    figure: GapFigure


@dataclass(frozen=True)
class MeasureRow:
    """One measure of the academy in the year looked at, at its surest checkpoint."""

    measure: Measure
    figure: GapFigure


@dataclass(frozen=True)
class AcademyPage:
    academy: Academy
    looking: Looking
    measure: MeasureFigures
    phase_measure: MeasureFigures
    breakdowns: tuple[BreakdownRow, ...]
    year_groups: tuple[BreakdownRow, ...]
    measures: tuple[MeasureRow, ...]
    published: tuple[PublishedRow, ...]
    run: GapRun | None

    @property
    def headline(self) -> GapFigure | None:
        return self.measure.of(self.academy)

    @property
    def before(self) -> GapFigure | None:
        return self.measure.of(self.academy, self.looking.academic_year - 1)


def academy_page(user: User, person: Person, academy: Academy, asked: Mapping[str, str]) -> AcademyPage:
    """Everything of the page in a fixed number of queries. `academy` must come from `visible_to`."""
    headline = {"secondary": ("ks4_attainment8",)}.get(academy.phase, ())
    looking = look(user, academy.trust, asked, default_measures=(*headline, "ks2_rwm_exp", "ks4_attainment8"))
    audience = disclosure.audience_of(person)
    of_measure = disclosure.figures(
        GapFigure.objects.filter(
            Q(academy=academy) | Q(level=Level.TRUST) | Q(level=Level.PHASE, phase=academy.phase),
            trust=looking.trust,
            measure=looking.measure.slug,
            checkpoint=looking.checkpoint,
        ).order_by("academic_year"),
        user,
        audience,
    )
    same = [f for f in of_measure if f.breakdown == looking.breakdown]
    return AcademyPage(
        academy=academy,
        looking=looking,
        measure=MeasureFigures(looking, same),
        phase_measure=MeasureFigures(replace(looking, phase=academy.phase), same),
        breakdowns=breakdown_rows(of_measure, academy, looking, GROUPS),
        year_groups=breakdown_rows(of_measure, academy, looking, YEAR_GROUPS),
        measures=_measures(user, person, academy, looking),
        published=tuple(published_rows(user, looking.measure.slug, [academy])),
        run=last_run(looking),
    )


def breakdown_rows(
    figures: list[GapFigure], academy: Academy, looking: Looking, wanted: Collection[str]
) -> tuple[BreakdownRow, ...]:
    """The academy's wanted breakdowns in the year looked at, in their order."""
    order = list(BREAKDOWNS)
    found = [
        f
        for f in figures
        if f.academy_id == academy.pk
        and f.academic_year == looking.academic_year
        and f.breakdown in wanted
        and f.status != "not_published"
    ]
    found.sort(key=lambda f: order.index(f.breakdown))
    return tuple(BreakdownRow(f.breakdown, BREAKDOWNS[f.breakdown], f) for f in found)


def _measures(user: User, person: Person, academy: Academy, looking: Looking) -> tuple[MeasureRow, ...]:
    queryset = GapFigure.objects.filter(
        trust=looking.trust, academy=academy, academic_year=looking.academic_year, breakdown="all"
    )
    return surest_of(disclosure.figures(queryset, user, disclosure.audience_of(person)), MEASURES.values())


def surest_of(figures: Iterable[GapFigure], measures: Iterable[Measure]) -> tuple[MeasureRow, ...]:
    """Of each measure its figure at the surest checkpoint. The figures are of one academy and one year."""
    found: dict[str, GapFigure] = {}
    for figure in figures:
        held = found.get(figure.measure)
        if held is None or surest_first(figure.checkpoint) < surest_first(held.checkpoint):
            found[figure.measure] = figure
    return tuple(
        MeasureRow(m, found[m.slug]) for m in measures if m.slug in found and found[m.slug].status != "not_published"
    )
