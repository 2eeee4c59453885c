"""The way of a visit and its clock, without a database."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.models import VisitState
from coaching.rules.visit import (
    NOT_WRITTEN,
    STATES,
    STEPS,
    WAYS,
    NotNow,
    after,
    clock,
    minutes_of,
    missing,
    nearest,
    revisits,
    writes,
)

DAY = datetime.date(2026, 11, 23)


def test_the_states_are_those_of_the_model() -> None:
    assert set(STATES) == set(VisitState.values)


@given(st.sampled_from(STEPS), st.sampled_from(STATES))
def test_every_step_leads_on_or_says_why_not(step, now) -> None:
    if now in WAYS[step]:
        assert after(step, now) == WAYS[step][now]
    else:
        with pytest.raises(NotNow, match=r"^[A-Z].*\.$"):
            after(step, now)


def test_nothing_leads_on_from_feedback_that_was_given_or_a_visit_that_was_called_off() -> None:
    assert not [step for step in STEPS for state in ("fed_back", "called_off") if state in WAYS[step]]


@given(st.sampled_from(STATES))
def test_wherever_nothing_is_written_a_sentence_says_why(now) -> None:
    assert writes(now) == (now not in NOT_WRITTEN)


def test_feedback_lacks_each_of_its_three_parts_by_name() -> None:
    assert set(missing(praise="", question=" ", step="\n")) == {"praise", "question", "step"}
    assert set(missing(praise="All wrote.", question="Who did not?", step="")) == {"step"}
    assert missing(praise="All wrote.", question="Who did not?", step="Wait.") == {}


def test_a_visit_that_begins_is_the_one_planned_for_the_nearest_day_within_a_week() -> None:
    days = [DAY - datetime.timedelta(days=n) for n in (9, 3)] + [DAY + datetime.timedelta(days=n) for n in (2, 3)]
    assert nearest(days, DAY) == DAY + datetime.timedelta(days=2)
    assert nearest([*days, DAY], DAY) == DAY
    assert nearest([DAY + datetime.timedelta(days=8)], DAY) is None
    assert nearest([DAY - datetime.timedelta(days=7)], DAY) == DAY - datetime.timedelta(days=7)


@pytest.mark.parametrize(
    ("second", "told"),
    [(0, "0:00"), (59, "0:59"), (60, "1:00"), (754, "12:34"), (3599, "59:59"), (3725, "1:02:05"), (None, "after")],
)
def test_the_clock_tells_minute_and_second(second: int | None, told: str) -> None:
    assert clock(second) == told


@pytest.mark.parametrize(
    ("seconds", "last", "minutes"),
    [
        (0, None, 1),
        (29, None, 1),
        (1200, 900, 20),
        (7200, 900, 120),
        (7300, 900, 15),
        (90_000, None, 300),
        (9000, 0, 1),
    ],
)
def test_minutes_are_the_timers_unless_it_was_forgotten(seconds: int, last: int | None, minutes: int) -> None:
    assert minutes_of(seconds, last) == minutes


@given(st.integers(0, 10**6), st.none() | st.integers(0, 10**6))
def test_a_visit_is_never_shorter_than_a_minute_nor_longer_than_five_hours(seconds: int, last: int | None) -> None:
    assert 1 <= minutes_of(seconds, last) <= 300


def test_a_step_comes_back_after_one_three_and_eight_weeks() -> None:
    assert [(weeks, (due - DAY).days) for weeks, due in revisits(DAY)] == [(1, 7), (3, 21), (8, 56)]
