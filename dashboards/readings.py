"""What plans read of the gap figures: each year and checkpoint of a measure at an academy, through the disclosure door.

A gap is turned round, as in facts: points that disadvantaged pupils are behind. One year alone, never years together: a
target is set for one checkpoint of one year.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from urllib.parse import urlencode

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import Comparison
from academies.ways import may_at
from accounts.models import User
from celt.lib.terms import year_label, year_on
from dashboards import disclosure
from dashboards.beside import beside_gap, beside_value
from dashboards.disclosure import Audience
from dashboards.facts import NOBODY, TOO_FEW, Picked, told_gap
from dashboards.models import FigureStatus, GapFigure
from dashboards.selectors.facts import at_academy, figures_held
from dashboards.selectors.looking import BREAKDOWNS
from dashboards.uncertainty import Told, of_figure
from plans.providers import Reading, Wanted
from pupils.measures import MEASURES, Measure
from pupils.measures.words import behind, value_words
from pupils.models import Checkpoint

GAP = "gap"
WHOLE_YEAR = "full year"
LAST = 999  # place in the year of a checkpoint that the trust does not name, such as the whole year


class FigureReadings:
    """Registered with plans.providers.readings."""

    def __call__(
        self, user: User, person: Person, academies: Sequence[Academy], wanted: Collection[Wanted]
    ) -> Mapping[Wanted, Sequence[Reading]]:
        """One query, however many academies and measures."""
        return self.told(user, person, academies, wanted, disclosure.audience_of(person))

    def told(
        self,
        user: User,
        person: Person,
        academies: Sequence[Academy],
        wanted: Collection[Wanted],
        audience: Audience,
    ) -> Mapping[Wanted, Sequence[Reading]]:
        """The same as an audience may read it that need not be the person's own: for what is kept for both."""
        mine = {a.pk: a for a in academies if may_at(a, person, Permission.VIEW_FIGURES)}
        asked = [one for one in wanted if one.academy in mine and one.measure in MEASURES]
        if not asked:
            return {one: [] for one in wanted}
        held: dict[tuple[int, str, str], list[GapFigure]] = {}
        for figure in _figures(user, person, asked, audience):
            if figure.academy_id is not None:
                held.setdefault((figure.academy_id, figure.measure, figure.breakdown), []).append(figure)
        return {
            one: [
                _reading(figure, one.figure_of, mine[one.academy])
                for figure in held.get((one.academy, one.measure, one.breakdown), ())
            ]
            if one.academy in mine
            else []
            for one in wanted
        }

    def breakdowns(self, user: User, person: Person, academy: Academy, measure: str) -> Sequence[tuple[str, str]]:
        """All pupils, and each group of which at least one figure may be shown to this person. One query."""
        if not may_at(academy, person, Permission.VIEW_FIGURES):
            return []
        reader = disclosure.audience_of(person) is Audience.READER
        found = set(
            GapFigure.objects.visible_to(user)
            .filter(academy=academy, measure=measure)
            .filter(**{"reader_status" if reader else "status": FigureStatus.SHOWN})
            .values_list("breakdown", flat=True)
            .distinct()
        )
        return [(slug, label) for slug, label in BREAKDOWNS.items() if slug == "all" or slug in found]

    def beside(
        self, user: User, person: Person, academy: Academy, measure: str, figure_of: str
    ) -> Sequence[Comparison]:
        """Beside the newest figure of all pupils at its surest checkpoint. Three queries."""
        if measure not in MEASURES or not may_at(academy, person, Permission.VIEW_FIGURES):
            return []
        this_year = year_on(timezone.localdate())
        held = figures_held(user, person, [academy], {measure}, finished_before=this_year)
        if held.of(measure, at_academy(academy)) is None:
            return []
        told = beside_gap if figure_of == GAP else beside_value
        return list(told(held, academy, MEASURES[measure], pooled=False))


def _figures(user: User, person: Person, asked: Iterable[Wanted], audience: Audience) -> list[GapFigure]:
    """In the order of time. Without what nobody handed in, and without the whole of a year that still runs: it is none
    yet."""
    slices = reduce(or_, (Q(academy=a, measure=m, breakdown=b) for a, m, b in _slices(asked)))
    rows = GapFigure.objects.filter(slices, trust=person.trust).exclude(status=FigureStatus.NOT_PUBLISHED)
    running = year_on(timezone.localdate())
    rows = rows.exclude(checkpoint__iexact=WHOLE_YEAR, academic_year__gte=running).select_related("run")
    named = Checkpoint.objects.filter(trust=OuterRef("trust"), name__iexact=OuterRef("checkpoint"))
    place = Coalesce(Subquery(named.values("position")[:1]), LAST)
    return disclosure.figures(rows.order_by("academic_year", place, "checkpoint"), user, audience)


def _slices(asked: Iterable[Wanted]) -> set[tuple[int, str, str]]:
    return {(one.academy, one.measure, one.breakdown) for one in asked}


def _reading(figure: GapFigure, figure_of: str, academy: Academy) -> Reading:
    measure = MEASURES[figure.measure]
    told = _told(figure, figure_of, measure)
    at = {"academic_year": figure.academic_year, "checkpoint": figure.checkpoint}
    if told is None:
        # A group too small to show keeps its number to itself.
        why = TOO_FEW if figure.status != FigureStatus.SHOWN else NOBODY
        return Reading(**at, value=None, why_none=why, url=_url(figure, academy))  # type: ignore[arg-type]
    as_of = figure.run.data_as_of
    return Reading(
        **at,  # type: ignore[arg-type]
        value=told.value,
        says=(behind if figure_of == GAP else value_words)(told.value, measure),
        low=told.low,
        high=told.high,
        n=figure.n_disadvantaged,
        one_pupil=figure.one_pupil,
        others_fell=figure.others_fell,
        disadvantaged=figure.value_disadvantaged,
        other=figure.value_other,
        computed_at=figure.run.published_at,
        data_as_of=timezone.localtime(as_of).date() if as_of else None,
        url=_url(figure, academy),
    )


def _told(figure: GapFigure, figure_of: str, measure: Measure) -> Told | None:
    if figure_of == GAP:
        return None if figure.gap is None else told_gap(Picked(figure, pooled=False), measure)
    return None if figure.value_disadvantaged is None else of_figure(measure, figure)


def _url(figure: GapFigure, academy: Academy) -> str:
    asked = {
        "measure": figure.measure,
        "year": year_label(figure.academic_year),
        "checkpoint": figure.checkpoint,
        "breakdown": figure.breakdown,
        "source": "own",
    }
    return f"{reverse('dashboards:academy', args=[academy.slug])}?{urlencode(asked)}"


figure_readings = FigureReadings()
