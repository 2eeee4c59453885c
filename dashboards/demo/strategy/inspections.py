"""How the demo academies were inspected, under three frameworks. All invented."""

# ruff: noqa: E501 - sentences stay whole

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import NamedTuple

from academies.models.inspection import ConcernCategory, InspectionKind, Safeguarding

D = datetime.date


class Inspected(NamedTuple):
    """`grades`: one word for every area, or area -> word where they differ ("" stands for the others)."""

    started: datetime.date
    grades: Mapping[str, str]
    kind: InspectionKind = InspectionKind.GRADED
    safeguarding: Safeguarding = Safeguarding.MET
    category: ConcernCategory = ConcernCategory.NONE
    outcome: str = ""


GOOD, RI, EXPECTED = {"": "good"}, {"": "requires_improvement"}, {"": "expected"}

INSPECTED: Mapping[str, tuple[Inspected, ...]] = {
    "penhavrow-school": (
        Inspected(D(2023, 3, 14), {"": "good", "personal_development": "outstanding"}),
        Inspected(D(2026, 4, 21), {"": "strong", "achievement": "expected", "inclusion": "expected"}),
    ),
    "tresarrow-academy": (
        Inspected(D(2022, 5, 10), {**RI, "personal_development": "good", "sixth_form": "good"}),
        Inspected(D(2024, 11, 19), {**GOOD, "quality_of_education": "requires_improvement"}),
    ),
    "carnkelly-school": (
        Inspected(D(2021, 11, 9), GOOD),
        Inspected(
            D(2025, 12, 2),
            {**EXPECTED, "achievement": "needs_attention", "attendance_and_behaviour": "needs_attention"},
        ),
    ),
    "pentorran-academy": (
        Inspected(D(2023, 6, 20), RI),
        Inspected(
            D(2026, 2, 10),
            {"": "needs_attention", "personal_development": "expected", "inclusion": "expected"},
        ),
    ),
    "porthmelyan-primary": (
        Inspected(D(2024, 2, 6), {**RI, "behaviour_and_attitudes": "good", "early_years": "good"}),
        Inspected(D(2026, 3, 17), {**EXPECTED, "inclusion": "strong", "personal_development": "strong"}),
    ),
    "treskennow-primary": (
        Inspected(D(2022, 9, 27), GOOD),
        Inspected(D(2025, 3, 11), {"": "outstanding", "early_years": "good"}),
    ),
    "bosmerrin-primary": (Inspected(D(2023, 1, 24), {**GOOD, "early_years": "requires_improvement"}),),
    "rosquenna-primary": (
        Inspected(D(2024, 5, 21), {**RI, "personal_development": "good"}),
        Inspected(
            D(2026, 6, 9),
            {**EXPECTED, "achievement": "needs_attention", "curriculum_and_teaching": "needs_attention"},
        ),
    ),
    "nansvellow-primary": (
        Inspected(D(2019, 10, 15), {"": "outstanding"}),
        Inspected(D(2024, 10, 8), {"": "good", "personal_development": "outstanding"}),
    ),
    "chymellyn-primary": (Inspected(D(2024, 12, 3), GOOD),),
    "goonvarra-primary": (
        Inspected(D(2021, 9, 21), RI),
        Inspected(
            D(2025, 10, 7),
            {**RI, "leadership_and_management": "inadequate"},
            category=ConcernCategory.SERIOUS_WEAKNESSES,
        ),
        Inspected(
            D(2026, 5, 12), {}, InspectionKind.MONITORING,
            outcome="Leaders have made progress, and there is more to do before serious weaknesses are behind the school.",
        ),
    ),
    "lanverran-primary": (Inspected(D(2022, 3, 1), GOOD),),
    "carrowmoor-primary": (
        Inspected(D(2023, 10, 3), {**GOOD, "early_years": "outstanding"}),
        Inspected(
            D(2025, 2, 4), {}, InspectionKind.UNGRADED, outcome="The school has taken effective action to maintain standards."
        ),
    ),
}  # fmt: skip
