"""What a measure and an assessment are. Pure data: the gap engine builds its SQL from these fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class DefinitionError(ValueError):
    """A definition file says something that cannot be. Raised while loading, so that nothing starts with it."""


class Effect(StrEnum):
    """What a code in place of a number does to a share."""

    OUTCOME = "outcome"  # an outcome of its own: counted, and a measure says whether it reaches
    NOT_REACHED = "not_reached"  # counted, never reaching
    LEFT_OUT = "left_out"  # the pupil is not counted


class Kind(StrEnum):
    SHARE = "share"  # percent of pupils, 0 to 100
    MEAN = "mean"  # mean of a score
    POINTS = "points"  # mean of points
    RATE = "rate"  # pooled ratio in percent, 0 to 100


@dataclass(frozen=True)
class Code:
    code: str
    meaning: str
    effect: Effect


@dataclass(frozen=True)
class Assessment:
    """What a pupil sat or was judged on. `minimum`, `maximum` and `step` are None where only codes are given."""

    slug: str
    title: str
    key_stage: str
    kind: Literal["scaled", "marks", "grade", "points", "standardised", "yes_no", "outcome"]
    minimum: float | None
    maximum: float | None
    step: float | None
    year_groups: tuple[int, ...]
    periods: str
    codes: Mapping[str, Code]
    grades: Mapping[str, float]  # letters that stand for a number, such as U for 0
    source: str

    @property
    def has_values(self) -> bool:
        return self.minimum is not None

    @property
    def accepts(self) -> str:
        """Half a sentence for people: "a scaled score from 80 to 120, or one of A, B, M"."""
        texts = []
        if self.kind == "yes_no":
            texts.append("0 for no or 1 for yes")
        elif self.minimum is not None and self.maximum is not None:
            noun = {
                "scaled": "a scaled score",
                "marks": "a mark",
                "grade": "a grade",
                "points": "points",
                "standardised": "a standardised score",
            }[self.kind]
            texts.append(f"{noun} from {self.minimum:g} to {self.maximum:g}")
        if self.grades or self.codes:
            texts.append("one of " + ", ".join([*self.grades, *self.codes]))
        return ", or ".join(texts)


@dataclass(frozen=True)
class Threshold:
    from_year: int  # start year: 2015 is 2015/16
    value: float


@dataclass(frozen=True)
class Part:
    """One assessment that a pupil must reach: value >= threshold of the year, or a code among `reaching`.

    `reaching`, `not_reaching` and `left_out` are disjoint and name every code of the assessment.
    """

    assessment: str
    thresholds: tuple[Threshold, ...]
    reaching: frozenset[str]
    not_reaching: frozenset[str]
    left_out: frozenset[str]

    def threshold(self, year: int) -> float | None:
        """The threshold in force in the academic year that starts in `year`; None where only outcomes reach."""
        values = [t.value for t in self.thresholds if t.from_year <= year]
        return values[-1] if values else None


@dataclass(frozen=True)
class ThresholdRule:
    """A share over one assessment. A pupil counts who has a value or a code that is not left out."""

    part: Part

    @property
    def parts(self) -> tuple[Part, ...]:
        return (self.part,)

    @property
    def assessments(self) -> tuple[str, ...]:
        return (self.part.assessment,)


@dataclass(frozen=True)
class CombinedRule:
    """A share over several assessments of the same checkpoint, all of which must be reached.

    For a pupil with at least one part, in this order: every part reached -> reached. Some part not reached -> not
    reached. Some part carries a left-out code -> left out. A part has no row at all -> `missing_part`.
    The measure has no figure for a year and checkpoint in which the academy holds no result at all for some part in the
    measure's year groups.
    """

    parts: tuple[Part, ...]
    missing_part: Literal["not_reached", "left_out"]

    @property
    def assessments(self) -> tuple[str, ...]:
        return tuple(part.assessment for part in self.parts)


@dataclass(frozen=True)
class MeanRule:
    """The mean of the values of one assessment; zeros count, codes do not."""

    assessment: str

    @property
    def assessments(self) -> tuple[str, ...]:
        return (self.assessment,)


@dataclass(frozen=True)
class AttendanceRateRule:
    """100 x sessions attended / sessions possible, both summed over the group's pupils and terms so far."""

    assessments: tuple[str, ...] = ()


@dataclass(frozen=True)
class AttendanceShareRule:
    """The share of pupils who missed at least `missed_percent` percent of their own possible sessions so far."""

    missed_percent: float
    assessments: tuple[str, ...] = ()


Rule = ThresholdRule | CombinedRule | MeanRule | AttendanceRateRule | AttendanceShareRule


@dataclass(frozen=True)
class Measure:
    slug: str
    title: str
    short_title: str
    in_words: str  # ends a sentence: "Disadvantaged pupils are 21 points behind in reading"
    why: str
    key_stage: str
    subject: str
    phases: tuple[str, ...]
    year_groups: tuple[int, ...]  # national curriculum years counted; 0 is reception
    kind: Kind
    scale: tuple[float, float]  # least and greatest value a figure can have
    unit: str
    decimals: int
    direction: Literal["higher", "lower"]
    numerator: str
    denominator: str
    source: str
    basis: str
    from_year: int
    to_year: int | None
    not_published: Mapping[int, str]  # start year -> why there is no national or statutory figure
    rule: Rule

    @property
    def is_share(self) -> bool:
        """Of pupils, so that Newcombe's interval and "one pupil is worth" apply."""
        return self.kind is Kind.SHARE

    @property
    def from_attendance(self) -> bool:
        return isinstance(self.rule, AttendanceRateRule | AttendanceShareRule)

    @property
    def assessments(self) -> tuple[str, ...]:
        return self.rule.assessments

    def covers(self, year: int) -> bool:
        """Whether the measure has a meaning in that year, published or not."""
        return self.from_year <= year and (self.to_year is None or year <= self.to_year)

    def why_not_published(self, year: int) -> str:
        """The reason for a missing published figure, or an empty text where there should be one."""
        if not self.covers(year):
            return "The measure did not exist in that year."
        return self.not_published.get(year, "")
