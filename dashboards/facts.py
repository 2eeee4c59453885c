"""Evidence about academies out of the gap run: gaps, what disadvantaged pupils reached, how often they were there.

A gap as a fact is turned round: points that disadvantaged pupils are BEHIND, so that more is worse in every measure.
Cohorts are read over three years together where that may be shown, since one year of a small school is noise;
attendance, which counts every pupil, in the last whole year.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.models.academy import Phase
from academies.providers import Fact, FactKind
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british
from celt.lib.terms import year_label, year_on
from dashboards.beside import behind, beside_gap, beside_value, turned, value_words
from dashboards.models import FigureStatus, GapFigure
from dashboards.rules import closer_by
from dashboards.selectors.facts import Held, Newest, at_academy, figures_held
from dashboards.sentences import can_be_chance, number, points, who_moved
from dashboards.uncertainty import Told, of_figure, of_years
from pupils.measures import MEASURES, Kind, Measure
from pupils.measures.sitting import sits as sits

ATTENDANCE = ("persistent_absence", "attendance_rate")
# In the order in which people read them: what a phase is known by first.
ATTAINMENT = (
    "ks4_attainment8", "ks4_em_5", "ks2_rwm_exp", "phonics_exp", "gld", "reading_sas_mean", "ks2_reading_exp",
    "ks2_writing_exp", "ks2_maths_exp", "mtc_mean",
)  # fmt: skip
GAPS = (*ATTAINMENT, "persistent_absence")
# What a drawing spans: gaps to about one deviation between pupils, so that those of unlike measures compare by eye.
GAP_SPANS = {"ks4_attainment8": 20.0, "reading_sas_mean": 15.0, "mtc_mean": 6.0}
SHARE_SPAN = 50.0
VALUE_SPANS = {
    "ks4_attainment8": (20.0, 60.0), "reading_sas_mean": (85.0, 110.0), "mtc_mean": (10.0, 25.0),
    "attendance_rate": (80.0, 100.0),
}  # fmt: skip
# The gap that a phase is known by: the first of these that its pupils sit.
HEADLINES = {
    Phase.PRIMARY: ("ks2_rwm_exp", "phonics_exp"),
    Phase.SECONDARY: ("ks4_attainment8",),
    Phase.ALL_THROUGH: ("ks4_attainment8", "ks2_rwm_exp"),
    Phase.SPECIAL: ("reading_sas_mean",),
}

TOO_FEW = "Too few pupils to show."
NOT_HANDED_IN = "No results were handed in."
NOBODY = "One of the two groups had no pupils, so there is nothing to compare."


def _unit(measure: Measure) -> str:
    return "%" if measure.kind in (Kind.SHARE, Kind.RATE) else measure.unit


def _gap_kind(measure: Measure) -> FactKind:
    stage = " (key stage 2)" if measure.key_stage == "KS2" else ""
    return FactKind(
        slug=f"gap.{measure.slug}",
        label=f"Gap {measure.in_words}{stage}",
        group="Gaps",
        better="lower",
        unit="points behind",
        decimals=measure.decimals,
        phases=frozenset(measure.phases),
        scale=(0, GAP_SPANS.get(measure.slug, SHARE_SPAN)),
        about=f"Points that disadvantaged pupils are behind other pupils of the academy. {measure.title}.",
    )


def _value_kind(measure: Measure, family: str) -> FactKind:
    slug = "rate" if measure.slug == "attendance_rate" else measure.slug
    return FactKind(
        slug=f"{family}.{slug}",
        label=measure.title,
        group="Attendance of disadvantaged pupils" if measure.from_attendance else "Disadvantaged pupils reached",
        better=measure.direction,
        unit=_unit(measure),
        decimals=measure.decimals,
        phases=frozenset(measure.phases),
        scale=VALUE_SPANS.get(measure.slug, (0, 100)),
        about="Of disadvantaged pupils alone.",
    )


HEADLINE_KIND = FactKind(
    slug="gap.headline",
    label="Headline gap",
    group="Gaps",
    better="lower",
    unit="points behind",
    decimals=1,
    about=(
        "The gap that the phase is known by: reading, writing and maths at the end of primary school, Attainment 8 at "
        "the end of secondary. The two are in different points."
    ),
    overview=True,
    short="Gap",
)
FIGURE_KINDS = (
    HEADLINE_KIND,
    *(_gap_kind(MEASURES[slug]) for slug in GAPS),
    *(_value_kind(MEASURES[slug], "outcome") for slug in ATTAINMENT),
    *(_value_kind(MEASURES[slug], "attendance") for slug in ATTENDANCE),
)
KIND_OF_VALUE = {
    **{slug: f"outcome.{slug}" for slug in ATTAINMENT},
    "persistent_absence": "attendance.persistent_absence",
    "attendance_rate": "attendance.rate",
}


def figure_facts(user: User, person: Person, academies: Sequence[Academy]) -> Iterator[Fact]:
    """Three queries, however many academies. Nothing of academies whose figures the person may not see."""
    mine = [a for a in academies if may_at(a, person, Permission.VIEW_FIGURES)]
    if not mine:
        return
    this_year = year_on(timezone.localdate())
    held = figures_held(user, person, mine, {*GAPS, *ATTENDANCE}, finished_before=this_year)
    for academy in mine:
        yield from facts_of(held, academy)


def facts_of(held: Held, academy: Academy) -> Iterator[Fact]:
    """Every fact of one academy out of figures that were read already."""
    gaps = {slug: _gap(held, academy, MEASURES[slug]) for slug in GAPS if sits(academy, MEASURES[slug])}
    yield from gaps.values()
    yield from _headline(held, academy, gaps)
    for slug in KIND_OF_VALUE:
        if sits(academy, MEASURES[slug]):
            yield _value(held, academy, MEASURES[slug])


def headline_of(held: Held, academy: Academy) -> str | None:
    """The measure that the academy's gap is known by: the first of its phase's that the academy has handed in."""
    named = [slug for slug in HEADLINES.get(Phase(academy.phase), ()) if sits(academy, MEASURES[slug])]
    there = (slug for slug in named if _why_none(held.of(slug, at_academy(academy))) != NOT_HANDED_IN)
    return next(there, named[0] if named else None)


def _headline(held: Held, academy: Academy, gaps: Mapping[str, Fact]) -> Iterator[Fact]:
    told = headline_of(held, academy)
    if told is not None:
        words = MEASURES[told].in_words
        yield replace(gaps[told], kind=HEADLINE_KIND.slug, note=f"{words[0].upper()}{words[1:]}")


@dataclass(frozen=True)
class Picked:
    """Which of a figure's two readings is told: three years together or the year alone."""

    figure: GapFigure
    pooled: bool

    @property
    def period(self) -> str:
        year = self.figure.academic_year
        if not self.pooled:
            return year_label(year)
        return f"{year_label(year - (self.figure.pooled_years or 1) + 1)} to {year_label(year)} together"

    @property
    def n(self) -> int:
        return (self.figure.pooled_n_disadvantaged if self.pooled else self.figure.n_disadvantaged) or 0


def _picked(figure: GapFigure | None, of: str, measure: Measure) -> Picked | None:
    """`of`: "gap" or "value_disadvantaged". None where neither reading may be shown, or there is none."""
    if figure is None:
        return None
    for pooled in (False, True) if measure.from_attendance else (True, False):
        if getattr(figure, f"pooled_{of}" if pooled else of) is not None:
            return Picked(figure, pooled)
    return None


def _why_none(figure: GapFigure | None) -> str:
    if figure is None:
        return NOT_HANDED_IN
    statuses = (figure.status, figure.pooled_status)
    if FigureStatus.SUPPRESSED in statuses:
        return TOO_FEW
    return NOBODY if FigureStatus.SHOWN in statuses else NOT_HANDED_IN


def _gap(held: Held, academy: Academy, measure: Measure) -> Fact:
    kind, figure = f"gap.{measure.slug}", held.of(measure.slug, at_academy(academy))
    picked = _picked(figure, "gap", measure)
    if picked is None:
        return _nothing(kind, academy, figure, held.newest.get(measure.slug))
    told = told_gap(picked, measure)
    return Fact(
        kind=kind,
        academy=academy.pk,
        value=told.value,
        figure=behind(told.value, measure),
        low=told.low,
        high=told.high,
        n=picked.n,
        counted="disadvantaged pupils",
        trend=trend_words(measure, picked.figure, held.of(measure.slug, at_academy(academy), 1)),
        beside=tuple(beside_gap(held, academy, measure, pooled=picked.pooled)),
        **_common(picked, academy, held.newest[measure.slug]),
    )


def told_gap(picked: Picked, measure: Measure) -> Told:
    """The gap as points behind, with its interval turned round too."""
    figure, sign = picked.figure, turned(measure)
    gap, low, high = (
        (figure.pooled_gap, figure.pooled_ci_low, figure.pooled_ci_high)
        if picked.pooled
        else (figure.gap, figure.ci_low, figure.ci_high)
    )
    assert gap is not None
    ends = sorted(sign * end for end in (low, high) if end is not None)
    return Told(sign * gap + 0.0, *(ends if len(ends) == 2 else (None, None)))


def _value(held: Held, academy: Academy, measure: Measure) -> Fact:
    kind, place = KIND_OF_VALUE[measure.slug], at_academy(academy)
    figure = held.of(measure.slug, place)
    picked = _picked(figure, "value_disadvantaged", measure)
    if picked is None:
        return _nothing(kind, academy, figure, held.newest.get(measure.slug))
    told = (
        of_years(measure, picked.figure, held.years(measure.slug, place))
        if picked.pooled
        else of_figure(measure, picked.figure)
    )
    return Fact(
        kind=kind,
        academy=academy.pk,
        value=told.value,
        figure=value_words(told.value, measure),
        low=told.low,
        high=told.high,
        n=picked.n,
        counted="disadvantaged pupils",
        trend=value_trend_words(measure, picked.figure, held.of(measure.slug, place, 1)),
        beside=tuple(beside_value(held, academy, measure, pooled=picked.pooled)),
        **_common(picked, academy, held.newest[measure.slug]),
    )


def _nothing(kind: str, academy: Academy, figure: GapFigure | None, at: Newest | None) -> Fact:
    """There is no figure, and why. A group too small to show keeps its number to itself."""
    return Fact(
        kind=kind,
        academy=academy.pk,
        value=None,
        figure="",
        source=_source(figure) if figure else "",
        as_of=_as_of(figure) if figure else None,
        period=year_label(at.academic_year) if at else "",
        why_none=_why_none(figure),
    )


def _common(picked: Picked, academy: Academy, at: Newest) -> dict[str, Any]:
    return {
        "period": picked.period,
        "source": _source(picked.figure),
        "as_of": _as_of(picked.figure),
        "url": f"{reverse('dashboards:academy', args=[academy.slug])}?{_query(at)}",
    }


def _query(at: Newest) -> str:
    chosen = {"measure": at.measure.slug, "year": year_label(at.academic_year), "checkpoint": at.checkpoint}
    return urlencode({**chosen, "source": "own"})


def _source(figure: GapFigure) -> str:
    """'Gap run of 18 November 2026, from files of 3 November 2026'."""
    ran = figure.run.published_at or figure.run.asked
    text = f"Gap run of {british(timezone.localtime(ran).date())}"
    as_of = _as_of(figure)
    return f"{text}, from files of {british(as_of)}" if as_of else text


def _as_of(figure: GapFigure) -> datetime.date | None:
    return timezone.localtime(figure.run.data_as_of).date() if figure.run.data_as_of else None


def trend_words(measure: Measure, now: GapFigure, before: GapFigure | None) -> str:
    """What became of the gap in the newest year; "" where that is not known or may not be shown."""
    closer = closer_by(now.gap, now.change_gap)
    if closer is None:
        return ""
    year = year_label(now.academic_year)
    if number(abs(closer), measure) == "0":
        return f"As wide in {year} as the year before"
    text = f"{points(closer, measure)} {'narrower' if closer > 0 else 'wider'} in {year} than the year before"
    known = before is not None and before.ci_low is not None and now.ci_low is not None
    if not known or can_be_chance(now, before):
        return f"{text}, which may be chance"
    return f"{text}, because {who_moved(measure, now)}"


def value_trend_words(measure: Measure, now: GapFigure, before: GapFigure | None) -> str:
    """How disadvantaged pupils moved in the newest year; "" where that is not known or may not be shown."""
    moved = now.change_disadvantaged
    if moved is None or now.value_disadvantaged is None:
        return ""
    year = year_label(now.academic_year)
    if number(abs(moved), measure) == "0":
        return f"The same in {year} as the year before"
    text = f"{'Up' if moved > 0 else 'Down'} {points(moved, measure)} in {year}"
    ends = [of_figure(measure, f) for f in (now, before) if f and f.value_disadvantaged is not None]
    halves = [(told.high - told.low) / 2 for told in ends if told.low is not None and told.high is not None]
    sure = len(halves) == 2 and abs(moved) >= hypot(*halves)
    return f"{text}, more than chance explains" if sure else f"{text}, which may be chance"
