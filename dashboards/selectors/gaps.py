"""Figures of one measure as pages need them: rows by place, a series over years, verdicts over many academies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from academies.access import Person
from academies.models import Academy
from accounts.models import User
from celt.lib.statistics import differs
from dashboards import disclosure
from dashboards.models import GapFigure, GapRun, Level
from dashboards.selectors.looking import Looking
from dashboards.sentences import Z95


@dataclass(frozen=True)
class AcademyRow:
    """One academy in the year looked at. `figure` is blanked where it may not be shown, None where there is none."""

    academy: Academy
    figure: GapFigure | None
    before: GapFigure | None
    verdict: str  # "wider", "narrower", "alike" or "" where nothing can be said

    @property
    def shown(self) -> bool:
        return self.figure is not None and self.figure.gap is not None

    @property
    def hidden(self) -> bool:
        """There are pupils, but too few to show."""
        return self.figure is not None and self.figure.status == "suppressed"


@dataclass(frozen=True)
class MeasureFigures:
    """All figures of one measure, checkpoint and breakdown that the person may see, already through the door."""

    looking: Looking
    figures: Sequence[GapFigure]

    @cached_property
    def _by_place(self) -> dict[tuple[int, str, str, int | None], GapFigure]:
        return {
            (f.academic_year, f.level, f.phase if f.level == Level.PHASE else "", f.academy_id): f for f in self.figures
        }

    def whole(self, year: int | None = None) -> GapFigure | None:
        """The trust's figure, or that of the phase looked at, in `year` (the year looked at where not given)."""
        year = self.looking.academic_year if year is None else year
        level = Level.PHASE if self.looking.phase else Level.TRUST
        return self._by_place.get((year, level, self.looking.phase, None))

    def of(self, academy: Academy, year: int | None = None) -> GapFigure | None:
        year = self.looking.academic_year if year is None else year
        return self._by_place.get((year, Level.ACADEMY, "", academy.pk))

    def series(self, academy: Academy | None = None) -> list[GapFigure]:
        """One place over the years, oldest first."""
        years = sorted({f.academic_year for f in self.figures})
        found = [self.of(academy, year) if academy else self.whole(year) for year in years]
        return [figure for figure in found if figure is not None]

    def rows(self, academies: Iterable[Academy]) -> list[AcademyRow]:
        """Every academy that has pupils in the measure, and how its gap stands to the whole's.

        The verdict compares with the whole's gap, holding the share of false findings among the academies at 5%.
        """
        year, whole = self.looking.academic_year, self.whole()
        found = [(a, self.of(a), self.of(a, year - 1)) for a in academies]
        held = [(a, now, before) for a, now, before in found if now is not None and now.status != "not_published"]
        gaps = np.array([_number(now.gap) for _, now, _ in held])
        errors = np.array([error_of(now) for _, now, _ in held])
        centre = _number(whole.gap) if whole else np.nan
        found_different = differs(gaps, errors, centre) if held else np.array([], dtype=bool)
        return [
            AcademyRow(a, now, before, _verdict(now.gap, centre, bool(different)))
            for (a, now, before), different in zip(held, found_different, strict=True)
        ]


def _number(value: float | None) -> float:
    return np.nan if value is None else value


def _verdict(gap: float | None, centre: float, different: bool) -> str:
    if gap is None or np.isnan(centre):
        return ""
    if not different:
        return "alike"
    return "wider" if abs(gap) > abs(centre) else "narrower"


def error_of(figure: GapFigure) -> float:
    """The standard error behind a figure's 95% interval, in points; NaN where there is none."""
    if figure.ci_low is None or figure.ci_high is None:
        return np.nan
    return (figure.ci_high - figure.ci_low) / (2 * Z95)


def figures_of(user: User, person: Person, looking: Looking, **place: object) -> MeasureFigures:
    """One query: the measure looked at, at its checkpoint and breakdown, over all years and places (or `place`)."""
    queryset = GapFigure.objects.filter(
        trust=looking.trust,
        measure=looking.measure.slug,
        checkpoint=looking.checkpoint,
        breakdown=looking.breakdown,
        **place,
    ).order_by("academic_year")
    return MeasureFigures(looking, disclosure.figures(queryset, user, disclosure.audience_of(person)))


def last_run(looking: Looking) -> GapRun | None:
    """The run whose figures stand: pages say when it was computed, and from data of which day.

    Everybody who reads a figure may know its date, so this one row is not narrowed by role.
    """
    return GapRun.objects.published().filter(trust=looking.trust).order_by("-published_at").first()
