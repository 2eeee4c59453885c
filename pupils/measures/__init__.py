"""The measures and the assessments they are computed from, read once from the definition files beside this module."""

from .load import load_assessments, load_measures
from .types import (
    Assessment,
    AttendanceRateRule,
    AttendanceShareRule,
    Code,
    CombinedRule,
    DefinitionError,
    Effect,
    Kind,
    MeanRule,
    Measure,
    Part,
    Rule,
    Threshold,
    ThresholdRule,
)

ASSESSMENTS = load_assessments()
MEASURES = load_measures(ASSESSMENTS)


def measure(slug: str) -> Measure:
    """The measure of that slug; KeyError where there is none."""
    return MEASURES[slug]


def assessment(slug: str) -> Assessment:
    """The assessment of that slug; KeyError where there is none."""
    return ASSESSMENTS[slug]


def title_of(slug: str) -> str:
    """What a measure or an assessment is called; the slug itself where none is defined any more."""
    known = MEASURES.get(slug) or ASSESSMENTS.get(slug)
    return known.title if known is not None else slug


def measures_of(assessments: set[str]) -> list[Measure]:
    """The measures that a change in any of these assessments can move."""
    return [m for m in MEASURES.values() if assessments & set(m.assessments)]


__all__ = [
    "ASSESSMENTS",
    "MEASURES",
    "Assessment",
    "AttendanceRateRule",
    "AttendanceShareRule",
    "Code",
    "CombinedRule",
    "DefinitionError",
    "Effect",
    "Kind",
    "MeanRule",
    "Measure",
    "Part",
    "Rule",
    "Threshold",
    "ThresholdRule",
    "assessment",
    "measure",
    "measures_of",
    "title_of",
]
