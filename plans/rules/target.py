"""How a figure stands on its way to a target, and what a target means in pupils. Pure.

Values are in the measure's own unit; a gap is points behind, so that lower is better. A figure of few pupils moves by
itself: what its 95% interval allows is called what may be chance, both for the change so far and for being behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import hypot, isfinite
from typing import Literal

from celt.lib.sentences import counted
from pupils.measures import ASSESSMENTS, Kind, Measure
from pupils.measures.words import behind, number, points, value_words

Better = Literal["higher", "lower"]
Tone = Literal["", "good", "warn", "bad", "busy"]
At = tuple[int, str]  # academic year and checkpoint

GAP = "gap"
SCHOOL_DAYS = 190  # of a pupil's year


class Verdict(StrEnum):
    WAITING = "No figure to judge it by yet"
    HIDDEN = "Too few pupils to show"
    NO_START = "No figure to start from yet"
    REACHED = "Reached"
    MAYBE_REACHED = "Reached, may be chance"
    ON_COURSE = "On course"
    MAYBE_BEHIND = "Behind, may be chance"
    BEHIND = "Behind"
    MAYBE_MISSED = "Not reached, may be chance"
    MISSED = "Not reached"


TONES: dict[Verdict, Tone] = {
    Verdict.REACHED: "good",
    Verdict.MAYBE_REACHED: "good",
    Verdict.ON_COURSE: "good",
    Verdict.MAYBE_BEHIND: "warn",
    Verdict.BEHIND: "bad",
    Verdict.MAYBE_MISSED: "warn",
    Verdict.MISSED: "bad",
}


@dataclass(frozen=True, slots=True)
class Point:
    """A figure with its 95% interval, both ends or neither."""

    value: float
    low: float | None = None
    high: float | None = None

    @property
    def half(self) -> float | None:
        return None if self.low is None or self.high is None else (self.high - self.low) / 2

    def holds(self, value: float) -> bool:
        """Whether the interval holds it; a figure without an interval holds nothing but itself."""
        return self.low is not None and self.high is not None and self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Judged:
    """`expected`: where a straight line from the start to the target would be by now."""

    verdict: Verdict
    expected: float | None = None

    @property
    def tone(self) -> Tone:
        return TONES.get(self.verdict, "")


def judge(
    better: Better, start: Point | None, now: Point | None, target: float, way: float, *, decimals: int = 0
) -> Judged:
    """`way`: how much of the way from the start's checkpoint to the target's lies behind, 1 where it is due or over.

    Compared as people read it, to the measure's decimals: what reads 60% has reached 60%.
    """
    if now is None:
        return Judged(Verdict.WAITING)
    if _at_least(better, now.value, target, decimals):
        chance = start is not None and may_be_chance(start, now)
        return Judged(Verdict.MAYBE_REACHED if chance else Verdict.REACHED)
    if way >= 1:
        return Judged(Verdict.MAYBE_MISSED if now.holds(target) else Verdict.MISSED)
    if start is None:
        return Judged(Verdict.NO_START)
    expected = start.value + max(0.0, way) * (target - start.value)
    if _at_least(better, now.value, expected, decimals):
        return Judged(Verdict.ON_COURSE, expected)
    chance = abs(now.value - expected) < _margin(start, now, way)
    return Judged(Verdict.MAYBE_BEHIND if chance else Verdict.BEHIND, expected)


def _margin(start: Point, now: Point, way: float) -> float:
    """How far a figure may lie from the line by chance. The start is uncertain as well, and the line hangs on it the
    less the further one has come."""
    return hypot(now.half or 0.0, (1 - way) * (start.half or 0.0))


def _at_least(better: Better, value: float, bound: float, decimals: int) -> bool:
    v, b = round(value, decimals), round(bound, decimals)
    return v >= b if better == "higher" else v <= b


def may_be_chance(before: Point, now: Point) -> bool:
    """Whether two such intervals allow the change (half-widths added in quadrature). Unknown where one has none."""
    if before.half is None or now.half is None:
        return False
    return abs(now.value - before.value) < hypot(before.half, now.half)


def change_beyond_chance(point: Point) -> float | None:
    """The least change to a figure of as many pupils that is more than chance explains."""
    return None if point.half is None else hypot(point.half, point.half)


# The way through the year's checkpoints.


def alike(measure: Measure, one: str, other: str) -> bool:
    """Whether figures of two checkpoints can be held against each other. A standardised test allows for the months
    between; of a mock and the results, or of a term's absence and a year's, the one says little of the other."""
    if one.lower() == other.lower():
        return True
    return bool(measure.assessments) and all(ASSESSMENTS[a].kind == "standardised" for a in measure.assessments)


@dataclass(frozen=True, slots=True)
class Course:
    """The checkpoints of a trust's year in their order. One that it does not name, such as the whole year, is last."""

    names: tuple[str, ...]

    def place(self, at: At) -> tuple[int, int, str]:
        """Sorts checkpoints of several years."""
        year, name = at
        lowered = [each.lower() for each in self.names]
        return year, lowered.index(name.lower()) if name.lower() in lowered else len(lowered), name.lower()

    def is_after(self, one: At, other: At) -> bool:
        return self.place(one) > self.place(other)

    def way(self, start: At, now: At, target: At, used: Iterable[str]) -> float:
        """How much of the way lies behind at `now`, 0 to 1, each checkpoint that the measure is read at (`used`) being
        a step. 1 where `now` is the target's checkpoint or later."""
        if not self.is_after(target, now):
            return 1.0
        steps = sorted({self.place((0, name))[1:] for name in {*used, start[1], target[1]}})
        at = {name: index for index, (_, name) in enumerate(steps)}

        def step(when: At) -> int:
            return when[0] * len(steps) + at.get(when[1].lower(), 0)

        length = step(target) - step(start)
        return max(0.0, (step(now) - step(start)) / length) if length > 0 else 1.0


# What a target means.


def pupils_words(measure: Measure, figure_of: str, start: float, target: float, n: int | None) -> str:
    """'about 4 of 23 disadvantaged pupils more'; what it takes of each pupil where the figure is a mean."""
    if not n:
        return ""
    distance = abs(target - start)
    stays = ", if other pupils stay where they are" if figure_of == GAP else ""
    if measure.kind is Kind.SHARE:
        more = "more" if measure.direction == "higher" else "fewer"
        exact = distance * n / 100
        if exact < 0.5:
            return f"less than one of {n} disadvantaged pupils{stays}"
        return f"about {round(exact)} of {n} disadvantaged pupils {more}{stays}"
    each = f"each of {n} disadvantaged pupils"
    if measure.kind is Kind.RATE:
        days = distance * SCHOOL_DAYS / 100
        return f"about {counted_days(days)} more in school a year for {each}{stays}"
    return f"{points(distance, measure)} more on average for {each}{stays}"


def counted_days(days: float) -> str:
    """To the half: '1½ days', 'half a day'."""
    halves = max(1, round(days * 2))
    if halves == 1:
        return "half a day"
    whole = halves // 2
    return f"{whole}½ days" if halves % 2 else counted(whole, "day")


def one_pupil_words(measure: Measure, n: int | None) -> str:
    """'One pupil is 4.3 points'; empty where the figure is no share."""
    if not n or not measure.is_share:
        return ""
    return f"One pupil is {100 / n:.1f} points".replace(".0 points", " points")


def chance_words(measure: Measure, point: Point, n: int | None) -> str:
    least = change_beyond_chance(point)
    if least is None or not n:
        return ""
    return f"With {counted(n, 'disadvantaged pupil')}, a change of less than {points(least, measure)} may be chance"


def figure_words(value: float, measure: Measure, figure_of: str) -> str:
    return behind(value, measure) if figure_of == GAP else value_words(value, measure)


def goal_words(value: float, measure: Measure, figure_of: str) -> str:
    return "no gap" if figure_of == GAP and number(value, measure) == "0" else figure_words(value, measure, figure_of)


# What a target cannot be.


def refusal(measure: Measure, figure_of: str, start: float | None, target: float) -> str:
    """What is wrong with the target in itself and beside the figure that it starts from; empty where nothing is."""
    if not isfinite(target):
        return "Write the target as a number, such as 60."
    least, most = (0.0, measure.scale[1] - measure.scale[0]) if figure_of == GAP else measure.scale
    if figure_of == GAP and target < 0:
        return "A gap of 0 points is none at all, so the target is 0 or more."
    if target > most and measure.kind in (Kind.SHARE, Kind.RATE):
        return f"A share is 100% at most; {number(target, measure)} is more than all pupils."
    if not least <= target <= most:
        return f"This figure lies between {number(least, measure)} and {number(most, measure)}."
    return "" if start is None else _wrong_way(measure, figure_of, start, target)


def _wrong_way(measure: Measure, figure_of: str, start: float, target: float) -> str:
    shown = number(target, measure)
    if figure_of == GAP:
        if round(start, measure.decimals) <= 0:
            return (
                "There is no gap to narrow here: disadvantaged pupils are level or ahead. Set the target for what "
                "they reach instead."
            )
        gap = points(start, measure)
        if shown == number(start, measure):
            return f"The gap is {gap} already; a target of {shown} would change nothing."
        return f"The gap is {gap}; a target of {shown} would widen it." if target > start else ""
    reached = value_words(start, measure)
    if shown == number(start, measure):
        return f"They are at {reached} already; a target of {shown} would change nothing."
    higher = target > start
    if higher == (measure.direction == "higher"):
        return ""
    if measure.direction == "higher":
        return f"They are at {reached}; a target of {shown} would be a step back. More is better here."
    return f"They are at {reached}; a target of {shown} would be a step back. Less is better here."


# The small picture.


@dataclass(frozen=True, slots=True)
class Picture:
    """Places in percent of the width, better to the right. None where there is no such figure."""

    target: str | None
    start: str | None = None
    now: str | None = None
    low: str = ""
    width: str = ""


MARGIN = 6.0


def picture(better: Better, start: Point | None, now: Point | None, target: float | None) -> Picture | None:
    """The figure's own stretch: it spans what is drawn and no more. None where there is nothing to draw."""
    held = [point for point in (start, now) if point is not None]
    values = [v for point in held for v in (point.value, point.low, point.high) if v is not None]
    values += [target] if target is not None else []
    if not held or len(set(values)) < 2:
        return None
    least, most = min(values), max(values)

    def at(value: float) -> float:
        share = (value - least) / (most - least)
        return MARGIN + (100 - 2 * MARGIN) * (share if better == "higher" else 1 - share)

    shown = now or start
    ends: Sequence[float] = ()
    if shown is not None and shown.low is not None and shown.high is not None:
        ends = sorted((at(shown.low), at(shown.high)))
    return Picture(
        target=None if target is None else _percent(at(target)),
        start=_percent(at(start.value)) if start is not None else None,
        now=_percent(at(now.value)) if now is not None else None,
        low=_percent(ends[0]) if ends else "",
        width=_percent(ends[1] - ends[0]) if ends else "",
    )


def _percent(value: float) -> str:
    return f"{value:.2f}%"
