"""Which year's plan may be begun and changed on which day, and where an action that goes on falls due."""

import datetime

import pytest

from plans.rules.year import due_again, is_over, why_not_begun, why_shut, year_slug, years_to_begin

D = datetime.date


@pytest.mark.parametrize(
    ("today", "years"),
    [
        (D(2026, 9, 1), (2026,)),
        (D(2027, 5, 31), (2026,)),
        (D(2027, 6, 1), (2026, 2027)),
        (D(2027, 8, 31), (2026, 2027)),
        (D(2027, 9, 1), (2027,)),
    ],
)
def test_the_next_year_may_be_begun_from_june_on(today, years):
    assert years_to_begin(today) == years


def test_a_year_can_be_changed_until_the_end_of_october_after_it():
    assert not is_over(2025, D(2026, 8, 31))
    assert is_over(2025, D(2026, 9, 1))
    assert why_shut(2025, D(2026, 10, 31)) == ""
    assert why_shut(2025, D(2026, 11, 1)) == (
        "2025/26 is over. Its plan could be changed until 31 October 2026; now it can be read."
    )


def test_why_a_plan_cannot_be_begun_is_said():
    assert why_not_begun(2026, D(2026, 11, 22)) == ""
    assert why_not_begun(2025, D(2026, 11, 22)) == "2025/26 is over: begin the plan of 2026/27."
    assert why_not_begun(2027, D(2026, 11, 22)) == "A plan for 2027/28 can be begun from 1 June 2027."
    assert why_not_begun(2040, D(2026, 11, 22)) == "A plan for 2040/41 can be begun from 1 June 2040."


@pytest.mark.parametrize(
    ("due", "today", "again"),
    [
        (D(2026, 7, 10), D(2026, 6, 20), D(2026, 10, 31)),  # the year that ends: by the end of October
        (D(2026, 7, 10), D(2026, 11, 22), D(2026, 12, 6)),  # October is past: in two weeks
        (D(2026, 12, 4), D(2026, 6, 20), D(2026, 12, 4)),  # its own day lies ahead, in the year
        (D(2026, 9, 4), D(2026, 9, 20), D(2026, 10, 31)),  # in the year, but past
        (D(2028, 2, 1), D(2026, 9, 20), D(2026, 10, 31)),  # beyond the year
        (D(2026, 7, 10), D(2027, 8, 25), D(2027, 8, 31)),  # never after the year
    ],
)
def test_an_action_that_goes_on_gets_a_day_in_the_year_and_ahead(due, today, again):
    assert due_again(due, 2026, today) == again


def test_a_year_in_an_address():
    assert year_slug(2025) == "2025-26"
    assert year_slug(2099) == "2099-00"
