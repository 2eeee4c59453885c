"""The demo trust's category scheme, in two versions: the second came with the report card. All invented."""

# ruff: noqa: E501 - sentences stay whole

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from academies.models import CategoryScheme, Criterion, CriterionBound, SupportArea, Tier, Trust
from academies.models.academy import Phase
from academies.models.scheme import ReviewRhythm, SchemeStatus, TierColour
from accounts.models import User

NAME = "How we support each academy"
FIRST_FROM, SECOND_FROM = datetime.date(2024, 9, 1), datetime.date(2025, 12, 1)
P, S, EVERY = Phase.PRIMARY.value, Phase.SECONDARY.value, ""

SAYS = {
    "Sustain": "Pupils do well, leaders know why, and the academy has something to teach the others. We keep in touch and ask it to lend.",
    "Improve": "Most of it is secure. One or two things hold pupils back, and leaders have named them. Support goes to those things.",
    "Repair": "Several things are not secure, or one that matters most. A plan is agreed with the trust and looked at every term.",
    "Stabilise": "The academy cannot put it right alone. People from the trust and from other academies work in it each week.",
}


class Year(NamedTuple):
    """A tier and the support of its year."""

    word: str
    colour: TierColour
    visits: int
    reviews: int
    leader_days: str
    coaching_days: str
    meetings: int
    rhythm: ReviewRhythm


FIRST_TIERS = (
    Year("Sustain", TierColour.GREEN, 1, 0, "0", "2", 6, ReviewRhythm.YEARLY),
    Year("Improve", TierColour.BLUE, 2, 0, "3", "6", 6, ReviewRhythm.TWICE),
    Year("Repair", TierColour.OCHRE, 3, 1, "6", "9", 6, ReviewRhythm.TERMLY),
    Year("Stabilise", TierColour.RED, 4, 1, "24", "18", 6, ReviewRhythm.HALF_TERMLY),
)
SECOND_TIERS = (
    *FIRST_TIERS[:2],
    Year("Repair", TierColour.OCHRE, 3, 1, "9", "12", 6, ReviewRhythm.TERMLY),
    FIRST_TIERS[3],
)


class Line(NamedTuple):
    """A criterion; `bounds` for all tiers but the last, None where no figure points to the tier."""

    kind: str
    label: str
    bounds: tuple[float | None, float | None, float | None]
    phase: str = EVERY
    is_limit: bool = False
    area: str = ""


FIRST_CRITERIA = (
    Line("gap.ks2_rwm_exp", "Gap in reading, writing and maths at 11", (15, 22, 30), P),
    Line("gap.ks4_attainment8", "Gap in Attainment 8", (11, 15, 19), S),
    Line("outcome.ks2_rwm_exp", "Disadvantaged pupils at the expected standard at 11", (55, 45, 35), P),
    Line("outcome.ks4_attainment8", "Attainment 8 of disadvantaged pupils", (40, 35, 30), S),
    Line("attendance.persistent_absence", "Disadvantaged pupils persistently absent", (20, 28, 36), P),
    Line("attendance.persistent_absence", "Disadvantaged pupils persistently absent", (32, 40, 48), S),
    Line("inspection.graded_2019.quality_of_education", "Quality of education, graded before September 2024", (3, None, 2)),
    Line("inspection.graded_2024.quality_of_education", "Quality of education, graded since September 2024", (3, None, 2)),
    Line("inspection.graded_2024.leadership_and_management", "Leadership, graded since September 2024", (3, None, 2)),
    Line("inspection.safeguarding", "Safeguarding at the latest inspection", (2, None, None), is_limit=True),
    Line("leadership.vacant", "Somebody leads the academy", (2, None, 1), is_limit=True),
    Line("data.return", "Files handed in", (80, 60, None), is_limit=True),
    Line("gap.ks2_reading_exp", "Gap in reading at 11", (12, 18, 26), P, area="Reading"),
    Line("outcome.ks2_reading_exp", "Disadvantaged pupils at the expected standard in reading", (65, 55, 45), P, area="Reading"),
    Line("outcome.ks4_em_5", "Disadvantaged pupils with grade 5 in English and maths", (32, 24, 16), S, area="Mathematics"),
    Line("attendance.rate", "Attendance of disadvantaged pupils", (92, 90, 87), S, area="Attendance"),
    Line("attendance.persistent_absence", "Disadvantaged pupils persistently absent", (32, 40, 48), S, area="Attendance"),
)  # fmt: skip
SECOND_CRITERIA = (
    *FIRST_CRITERIA[:9],
    Line("inspection.report_card_2025.curriculum_and_teaching", "Curriculum and teaching on the report card", (4, 3, 2)),
    Line("inspection.report_card_2025.achievement", "Achievement on the report card", (4, 3, 2)),
    Line("inspection.report_card_2025.leadership_and_governance", "Leadership and governance on the report card", (4, 3, 2)),
    *FIRST_CRITERIA[9:],
    Line("concerns.open", "Open concerns", (1, 2, None), is_limit=True),
)  # fmt: skip


def first_scheme(trust: Trust, by: User, areas: Mapping[str, SupportArea]) -> CategoryScheme:
    scheme = _make(trust, by, 1, FIRST_TIERS, FIRST_CRITERIA, areas)
    _use(scheme, by, FIRST_FROM)
    return scheme


def second_scheme(first: CategoryScheme, by: User, areas: Mapping[str, SupportArea]) -> CategoryScheme:
    """The next version in use, the first no longer."""
    second = _make(
        first.trust, by, 2, SECOND_TIERS, SECOND_CRITERIA, areas, based_on=first,
        changes="Inspections end in a report card now; its grades stand beside the old ones and are never mapped to them. "
        "Repair brings nine leader days instead of six. Open concerns count.",
    )  # fmt: skip
    first.status = SchemeStatus.RETIRED
    first.save(update_fields=["status"])
    _use(second, by, SECOND_FROM)
    return second


def _make(
    trust: Trust, by: User, version: int, years: tuple[Year, ...], lines: tuple[Line, ...],
    areas: Mapping[str, SupportArea], *, based_on: CategoryScheme | None = None, changes: str = "",
) -> CategoryScheme:  # fmt: skip
    scheme = CategoryScheme.objects.create(
        trust=trust, name=NAME, version=version, changes=changes, based_on=based_on, made_by=by
    )
    tiers = [
        Tier.objects.create(
            scheme=scheme, position=at, word=year.word, says=SAYS[year.word], colour=year.colour, visits=year.visits,
            full_day_reviews=year.reviews, leader_days=Decimal(year.leader_days), coaching_days=Decimal(year.coaching_days),
            partnership_meetings=year.meetings, review_rhythm=year.rhythm,
        )
        for at, year in enumerate(years, start=1)
    ]  # fmt: skip
    for at, line in enumerate(lines, start=1):
        criterion = Criterion.objects.create(
            scheme=scheme,
            position=at,
            kind=line.kind,
            label=line.label,
            phase=line.phase,
            is_limit=line.is_limit,
            area=areas[line.area] if line.area else None,
        )
        for tier, bound in zip(tiers, line.bounds, strict=False):
            if bound is not None:
                CriterionBound.objects.create(criterion=criterion, tier=tier, bound=bound)
    return scheme


def _use(scheme: CategoryScheme, by: User, since: datetime.date) -> None:
    scheme.status, scheme.in_use_from, scheme.put_in_use_by = SchemeStatus.IN_USE, since, by
    scheme.save(update_fields=["status", "in_use_from", "put_in_use_by"])


def make_areas(trust: Trust, areas: tuple[tuple[str, str], ...]) -> dict[str, SupportArea]:
    return {name: SupportArea.objects.create(trust=trust, name=name, kind=kind) for name, kind in areas}
