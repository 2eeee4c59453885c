"""The staff dashboard's reading: one academy's own figures, through the narrower way of the disclosure door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from academies.models import Academy
from accounts.models import User
from celt.lib.terms import year_on
from celt.ui.parts import one_of
from dashboards import disclosure
from dashboards.filters import ALL_AGES, KEY_STAGES, stage_of
from dashboards.models import FigureStatus, GapFigure, GapRun
from dashboards.selectors.academy import (
    GROUPS,
    YEAR_GROUPS,
    BreakdownRow,
    MeasureRow,
    breakdown_rows,
    surest_of,
)
from dashboards.selectors.gaps import MeasureFigures, last_run
from dashboards.selectors.looking import Looking, Slice, look
from plans.selectors.practices import practices_planned
from pupils.measures import MEASURES, Measure
from toolkit.models import Practice


@dataclass(frozen=True)
class StaffPage:
    """`of_measure`: the measure looked at, of the chosen year group or all pupils. `stage` and `subject` narrow which
    measures are listed; `stages`, `subjects` and `years` are what can be chosen."""

    academy: Academy
    looking: Looking
    of_measure: MeasureFigures
    stage: str
    subject: str
    stages: tuple[str, ...]
    subjects: tuple[str, ...]
    listed: tuple[Measure, ...]
    groups: tuple[BreakdownRow, ...]
    year_groups: tuple[BreakdownRow, ...]
    measures: tuple[MeasureRow, ...]
    practices: tuple[Practice, ...]
    run: GapRun | None

    @property
    def headline(self) -> GapFigure | None:
        return self.of_measure.of(self.academy)

    @property
    def before(self) -> GapFigure | None:
        return self.of_measure.of(self.academy, self.looking.academic_year - 1)


def staff_page(user: User, academy: Academy, asked: Mapping[str, str]) -> StaffPage:
    """Everything of the page in a fixed number of queries. `academy` must come from `visible_to`."""
    here = GapFigure.objects.filter(academy=academy, trust=academy.trust_id)
    whole = disclosure.own_figures(here.filter(breakdown="all"), user)
    held = [f for f in whole if f.status != FigureStatus.NOT_PUBLISHED and f.measure in MEASURES]
    there = {f.measure for f in held}
    order = [*KEY_STAGES.values(), ALL_AGES]
    every = sorted((m for m in MEASURES.values() if m.slug in there), key=lambda m: order.index(stage_of(m)))
    stage = one_of(asked, "stage", {stage_of(measure) for measure in every})
    of_stage = [measure for measure in every if stage in ("", stage_of(measure))]
    subject = one_of(asked, "subject", {measure.subject for measure in of_stage})
    listed = tuple(measure for measure in of_stage if subject in ("", measure.subject))
    slugs = {measure.slug for measure in listed}
    slices = frozenset(Slice(f.measure, f.academic_year, f.checkpoint) for f in held if f.measure in slugs)
    wanted = {name: value for name, value in asked.items() if name != "measure" or value in slugs}
    headline = {"secondary": ("ks4_attainment8",)}.get(academy.phase, ())
    looking = look(
        user, academy.trust, {**wanted, "source": "own", "phase": ""}, slices=slices,
        default_measures=(*headline, "ks2_rwm_exp", "ks4_attainment8"),
    )  # fmt: skip
    of_measure = disclosure.own_figures(
        here.filter(measure=looking.measure.slug, checkpoint=looking.checkpoint).order_by("academic_year"), user
    )
    return StaffPage(
        academy=academy,
        looking=looking,
        of_measure=MeasureFigures(looking, [f for f in of_measure if f.breakdown == looking.breakdown]),
        stage=stage,
        subject=subject,
        stages=_once(stage_of(measure) for measure in every),
        subjects=_once(measure.subject for measure in of_stage),
        listed=listed,
        groups=breakdown_rows(of_measure, academy, looking, GROUPS),
        year_groups=breakdown_rows(of_measure, academy, looking, YEAR_GROUPS),
        measures=surest_of((f for f in whole if f.academic_year == looking.academic_year), listed),
        practices=tuple(practices_planned(user, academy, year_on(timezone.localdate()))),
        run=last_run(looking),
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
