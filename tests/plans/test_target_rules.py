"""How a figure stands on its way to a target: judged again here by other arithmetic, honestly of few pupils."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.rules.target import (
    Course,
    Point,
    Verdict,
    alike,
    chance_words,
    change_beyond_chance,
    judge,
    may_be_chance,
    one_pupil_words,
    picture,
    pupils_words,
    refusal,
)
from pupils.measures import MEASURES

READING, ABSENCE, ATTENDANCE = MEASURES["ks2_reading_exp"], MEASURES["persistent_absence"], MEASURES["attendance_rate"]
SCORE = MEASURES["reading_sas_mean"]
COURSE = Course(("Autumn", "Spring", "Summer", "Statutory"))

# Quarters: exact in binary, so that two ways of counting cannot differ by a rounding error.
quarters = st.integers(0, 400).map(lambda n: n / 4)
halves = st.integers(1, 120).map(lambda n: n / 4)
ways = st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0])


def rounded(value: float) -> Decimal:
    return Decimal(value).quantize(Decimal(1), rounding=ROUND_HALF_EVEN)


def expected_verdict(better: str, start: Point, now: Point, target: float, way: float) -> Verdict:
    """The same judgement in words of distances: how far the figure falls short, on the side that is worse."""
    sign = 1 if better == "higher" else -1

    def short_of(line: float) -> Decimal:
        return sign * (rounded(line) - rounded(now.value))

    moved_least = math.sqrt(((start.high - start.low) / 2) ** 2 + ((now.high - now.low) / 2) ** 2)  # type: ignore[operator]
    if short_of(target) <= 0:
        return Verdict.MAYBE_REACHED if abs(now.value - start.value) < moved_least else Verdict.REACHED
    if way == 1:
        inside = now.low <= target <= now.high  # type: ignore[operator]
        return Verdict.MAYBE_MISSED if inside else Verdict.MISSED
    line = start.value * (1 - way) + target * way
    if short_of(line) <= 0:
        return Verdict.ON_COURSE
    own, first = (now.high - now.low) / 2, (1 - way) * (start.high - start.low) / 2  # type: ignore[operator]
    return Verdict.MAYBE_BEHIND if abs(now.value - line) < math.sqrt(own**2 + first**2) else Verdict.BEHIND


@given(st.sampled_from(["higher", "lower"]), quarters, halves, quarters, halves, quarters, ways)
def test_every_verdict_is_the_one_that_distances_give(better, start, start_half, now, now_half, target, way):
    before, after = (Point(v, v - h, v + h) for v, h in ((start, start_half), (now, now_half)))
    told = judge(better, before, after, target, way).verdict
    assert told is expected_verdict(better, before, after, target, way)


@pytest.mark.parametrize(
    ("now", "half", "way", "verdict"),
    [
        (60, 2, 0.5, Verdict.REACHED),
        (59.6, 2, 0.5, Verdict.REACHED),  # reads 60%
        (60, 30, 0.5, Verdict.MAYBE_REACHED),
        (54, 2, 0.5, Verdict.ON_COURSE),
        (50, 1, 0.5, Verdict.BEHIND),
        (50, 20, 0.5, Verdict.MAYBE_BEHIND),
        (55, 2, 1.0, Verdict.MISSED),
        (55, 20, 1.0, Verdict.MAYBE_MISSED),
    ],
)
def test_from_47_to_60_percent(now, half, way, verdict):
    assert judge("higher", Point(47, 45, 49), Point(now, now - half, now + half), 60, way).verdict is verdict


def test_without_a_newer_figure_or_a_start_nothing_is_judged():
    assert judge("higher", Point(47), None, 60, 0).verdict is Verdict.WAITING
    assert judge("higher", None, Point(50), 60, 0.3).verdict is Verdict.NO_START


def test_of_few_pupils_more_is_chance_than_of_many():
    few, many = Point(50, 28, 72), Point(50, 45, 55)
    assert may_be_chance(few, Point(65, 43, 87))
    assert not may_be_chance(many, Point(65, 60, 70))
    assert change_beyond_chance(few) == pytest.approx(math.sqrt(2) * 22)
    assert chance_words(READING, few, 20) == (
        "With 20 disadvantaged pupils, a change of less than 31 points may be chance"
    )


def test_figures_of_unlike_checkpoints_are_not_held_against_each_other():
    assert alike(READING, "Statutory", "statutory")
    assert not alike(READING, "Autumn", "Statutory")
    assert alike(SCORE, "Autumn", "Summer")  # standardised for age
    assert not alike(ABSENCE, "Autumn", "Full year")


def test_the_way_is_counted_in_the_checkpoints_that_the_measure_has():
    used = ("Autumn", "Spring", "Summer")
    assert COURSE.way((2025, "Summer"), (2026, "Autumn"), (2026, "Summer"), used) == pytest.approx(1 / 3)
    assert COURSE.way((2025, "Summer"), (2026, "Spring"), (2026, "Summer"), used) == pytest.approx(2 / 3)
    assert COURSE.way((2025, "Summer"), (2025, "Summer"), (2026, "Summer"), used) == 0
    for now in ((2026, "Summer"), (2027, "Autumn")):
        assert COURSE.way((2025, "Summer"), now, (2026, "Summer"), used) == 1
    assert COURSE.is_after((2026, "Full year"), (2026, "Statutory"))  # what the trust does not name comes last


@pytest.mark.parametrize(
    ("measure", "figure_of", "start", "target", "n", "words"),
    [
        (READING, "dis", 47.8, 65.2, 23, "about 4 of 23 disadvantaged pupils more"),
        (
            READING,
            "gap",
            26,
            8.6,
            23,
            "about 4 of 23 disadvantaged pupils more, if other pupils stay where they are",
        ),
        (ABSENCE, "dis", 30, 20, 40, "about 4 of 40 disadvantaged pupils fewer"),
        (READING, "dis", 47.8, 48.8, 23, "less than one of 23 disadvantaged pupils"),
        (SCORE, "dis", 96, 98, 50, "2 points more on average for each of 50 disadvantaged pupils"),
        (ATTENDANCE, "dis", 91, 92, 30, "about 2 days more in school a year for each of 30 disadvantaged pupils"),
        (ATTENDANCE, "dis", 91, 91.8, 30, "about 1½ days more in school a year for each of 30 disadvantaged pupils"),
    ],
)
def test_a_target_is_told_in_pupils(measure, figure_of, start, target, n, words):
    assert pupils_words(measure, figure_of, start, target, n) == words


def test_one_pupil_is_told_of_shares_alone():
    assert one_pupil_words(READING, 23) == "One pupil is 4.3 points"
    assert one_pupil_words(SCORE, 23) == ""


@pytest.mark.parametrize(
    ("measure", "figure_of", "start", "target", "says"),
    [
        (READING, "gap", 14, 18, "The gap is 14 points; a target of 18 would widen it."),
        (READING, "gap", 14.2, 14, "The gap is 14 points already; a target of 14 would change nothing."),
        (READING, "gap", 14, -3, "A gap of 0 points is none at all, so the target is 0 or more."),
        (READING, "gap", -2, 0, "There is no gap to narrow here"),
        (READING, "dis", 47, 101, "A share is 100% at most; 101 is more than all pupils."),
        (READING, "dis", 47, 40, "They are at 47%; a target of 40 would be a step back. More is better here."),
        (ABSENCE, "dis", 30, 35, "They are at 30%; a target of 35 would be a step back. Less is better here."),
        (SCORE, "dis", 96, 300, "This figure lies between 40 and 160."),
        (READING, "dis", 47, math.nan, "Write the target as a number, such as 60."),
        (READING, "dis", None, 120, "A share is 100% at most"),
    ],
)
def test_a_target_that_cannot_be_is_refused_in_a_sentence(measure, figure_of, start, target, says):
    assert refusal(measure, figure_of, start, target).startswith(says)


@pytest.mark.parametrize(
    ("measure", "figure_of", "start", "target"),
    [(READING, "gap", 14, 0), (READING, "dis", 47, 100), (ABSENCE, "dis", 30, 0), (READING, "dis", None, 60)],
)
def test_a_target_that_can_be_is_not(measure, figure_of, start, target):
    assert refusal(measure, figure_of, start, target) == ""


@given(st.sampled_from(["higher", "lower"]), quarters, quarters, quarters)
def test_the_picture_has_better_to_the_right_and_nothing_outside(better, start, now, target):
    drawn = picture(better, Point(start), Point(now, now - 5, now + 5), target)
    assert drawn is not None
    at = {name: float(getattr(drawn, name).rstrip("%")) for name in ("start", "now", "target", "low")}
    assert all(0 <= place <= 100 for place in at.values())
    if start != now:
        assert (at["now"] > at["start"]) == ((now > start) == (better == "higher"))
