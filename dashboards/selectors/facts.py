"""The figures that facts are told from: the newest year of each measure at its surest checkpoint. Three queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from academies.access import Person
from academies.models import Academy
from accounts.models import User
from dashboards import disclosure
from dashboards.models import FigureStatus, GapFigure, Level
from dashboards.selectors.looking import surest_first
from pupils.measures import MEASURES, Measure
from pupils.models import PublishedFigure
from pupils.models.published import PublishedLevel

WINDOW = 3  # years that a pooled figure holds; the year before is among them


@dataclass(frozen=True)
class Newest:
    """The year of a measure that facts speak of, and the checkpoint it is read at."""

    measure: Measure
    academic_year: int
    checkpoint: str

    @property
    def beside_england(self) -> bool:
        """Whether England has the like: its figures are statutory or of a whole year."""
        return self.checkpoint.lower() in ("statutory", "full year")


Place = tuple[str, str, int | None]  # level, phase (of a phase's figure), academy


@dataclass(frozen=True)
class Held:
    """Figures of the years looked at, already through the disclosure door, and what the department published."""

    newest: Mapping[str, Newest]
    figures: Mapping[tuple[str, int, Place], GapFigure]
    published: Mapping[tuple[str, int | None], Sequence[PublishedFigure]]

    def of(self, measure: str, place: Place, back: int = 0) -> GapFigure | None:
        """The place's figure in the year looked at, or `back` years before it."""
        at = self.newest.get(measure)
        return self.figures.get((measure, at.academic_year - back, place)) if at else None

    def years(self, measure: str, place: Place) -> list[GapFigure]:
        """The place's figures of the years that a pooled one holds, newest first."""
        return [figure for back in range(WINDOW) if (figure := self.of(measure, place, back)) is not None]


def at_academy(academy: Academy) -> Place:
    return (Level.ACADEMY, "", academy.pk)


def at_phase(academy: Academy) -> Place:
    return (Level.PHASE, academy.phase, None)


AT_TRUST: Place = (Level.TRUST, "", None)


def figures_held(
    user: User, person: Person, academies: Collection[Academy], measures: Iterable[str], *, finished_before: int
) -> Held:
    """All of the trust that the person looks at. Measures of attendance are read in the newest academic year before
    `finished_before`, where there is one: a year that still runs is not yet to be held against a whole one."""
    assert person.trust is not None
    wanted = set(measures)
    there = (
        GapFigure.objects.visible_to(user)
        .filter(trust=person.trust, level=Level.TRUST, breakdown="all", measure__in=wanted)
        .exclude(status=FigureStatus.NOT_PUBLISHED)
        .values_list("measure", "checkpoint", "academic_year")
    )
    newest = _newest(there, finished_before)
    if not newest:
        return Held({}, {}, {})
    slices = reduce(or_, (_slice(one) for one in newest.values()))
    places = Q(level__in=(Level.TRUST, Level.PHASE)) | Q(level=Level.ACADEMY, academy__in=academies)
    found = disclosure.figures(
        GapFigure.objects.filter(slices, places, trust=person.trust, breakdown="all").select_related("run"),
        user,
        disclosure.audience_of(person),
    )
    return Held(
        newest,
        {
            (f.measure, f.academic_year, (f.level, f.phase if f.level == Level.PHASE else "", f.academy_id)): f
            for f in found
        },
        _published(user, academies, newest),
    )


def _newest(there: Iterable[tuple[str, str, int]], finished_before: int) -> dict[str, Newest]:
    """Statutory results before those of a term, then the newest year."""
    best: dict[str, tuple[tuple[int, int, int, str], Newest]] = {}
    for slug, checkpoint, year in there:
        running = int(MEASURES[slug].from_attendance and year >= finished_before)
        sure, name = surest_first(checkpoint)
        rank = (running, sure, -year, name)
        if slug not in best or rank < best[slug][0]:
            best[slug] = (rank, Newest(MEASURES[slug], year, checkpoint))
    return {slug: newest for slug, (_, newest) in best.items()}


def _slice(one: Newest) -> Q:
    years = range(one.academic_year - WINDOW + 1, one.academic_year + 1)
    return Q(measure=one.measure.slug, checkpoint=one.checkpoint, academic_year__in=list(years))


def _published(
    user: User, academies: Collection[Academy], newest: Mapping[str, Newest]
) -> dict[tuple[str, int | None], list[PublishedFigure]]:
    """England's and the local authorities' figures by measure and code (None: England), newest first."""
    measures = [slug for slug, one in newest.items() if one.beside_england]
    found: dict[tuple[str, int | None], list[PublishedFigure]] = {}
    for figure in (
        PublishedFigure.objects.visible_to(user)
        .filter(
            Q(level=PublishedLevel.NATIONAL)
            | Q(level=PublishedLevel.LOCAL_AUTHORITY, la_code__in={academy.la_code for academy in academies}),
            measure__in=measures,
        )
        .order_by("-academic_year")
    ):
        if figure.academic_year <= newest[figure.measure].academic_year:
            found.setdefault((figure.measure, figure.la_code), []).append(figure)
    return found
