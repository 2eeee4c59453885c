"""What a board is told of a figure, in plain words, and what it is led to ask."""

from __future__ import annotations

from typing import Any

import pytest

from pupils.measures import MEASURES
from readers.rules import figures as told
from readers.rules.told import Reader, minute_of
from tests import factories as make

READING, ABSENCE = MEASURES["ks2_rwm_exp"], MEASURES["persistent_absence"]


def figure(**values: Any) -> Any:
    """A clear gap of 20 points that stood still."""
    held = {
        "n_disadvantaged": 40, "n_other": 60, "value_disadvantaged": 50.0, "value_other": 70.0, "gap": -20.0,
        "ci_low": -32.0, "ci_high": -8.0, "change_gap": None, "others_fell": False, "pooled_years": None,
        "pooled_gap": None, "pooled_ci_low": None, "pooled_ci_high": None,
    }  # fmt: skip
    return make.GapFigureFactory.build(**{**held, **values})


UNSURE = {"gap": -16.0, "ci_low": -42.0, "ci_high": 8.0}
TOGETHER = {"pooled_years": 3, "pooled_gap": -29.0, "pooled_ci_low": -43.0, "pooled_ci_high": -12.0}


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "With 40 disadvantaged pupils, the real gap lies most likely between 8 and 32 points: it is more than"),
        ({"ci_high": -0.2}, "between just above 0 and 32 points: it is more than chance."),
        (UNSURE, "With 40 disadvantaged pupils, chance alone can move this gap by 25 points either way."),
        (TOGETHER, "Three years together put it at 29 points, which is more than chance (95% interval 12 to 43)."),
        ({**TOGETHER, "pooled_ci_high": 3.0}, "Three years together put it at 29 points, which may be chance"),
    ],
)  # fmt: skip
def test_how_sure_a_gap_is_stands_in_words(values, says):
    assert says in told.chance(READING, figure(**values))


def test_a_group_that_is_hidden_leaves_no_number():
    hidden = figure(value_disadvantaged=None, value_other=None, gap=None, ci_low=None, ci_high=None)
    assert told.means(READING, hidden) == told.chance(READING, hidden) == told.gap_words(READING, hidden) == ""
    assert "too small to print" in told.figure_question(READING, hidden, None)
    assert "too small to print" in told.attendance_question(hidden, None)


def test_a_share_is_told_in_pupils_and_absence_as_what_they_missed():
    assert told.means(READING, figure()) == "About 5 in 10 disadvantaged pupils reached it, and about 7 in 10 others."
    absent = figure(value_disadvantaged=30.0, value_other=10.0, gap=20.0, ci_low=8.0, ci_high=32.0)
    assert told.means(ABSENCE, absent).startswith("About 3 in 10 disadvantaged pupils missed a tenth of school or more")


@pytest.mark.parametrize(
    ("values", "asks"),
    [
        ({}, "What do disadvantaged pupils get this year"),
        (UNSURE, "This gap may be chance."),
        ({**UNSURE, **TOGETHER}, "the years together do show a gap"),
        ({"change_gap": 15.0, "others_fell": True}, "because other pupils fell back"),
        ({"change_gap": 30.0}, "came closer by more than chance"),
        ({"change_gap": -30.0, "gap": -50.0, "ci_low": -55.0, "ci_high": -45.0}, "The gap grew by more than chance"),
    ],
)
def test_the_question_follows_from_the_figure(values, asks):
    before = figure(gap=-50.0, ci_low=-55.0, ci_high=-45.0)
    assert asks in told.figure_question(READING, figure(**values), before)


@pytest.mark.parametrize(
    ("values", "so_far", "asks"),
    [
        ({"change_gap": -12.0}, False, "The gap in absence narrowed"),
        ({"change_gap": -12.0, "others_fell": True}, False, "because other pupils are away more"),
        ({"change_gap": 12.0}, False, "The gap in absence grew"),
        ({"change_gap": 12.0}, True, "What is known of why pupils stay away"),
        ({"change_gap": 1.0}, False, "What is known of why pupils stay away"),
    ],
)
def test_absence_is_asked_about_as_what_moved_and_not_before_its_year_is_over(values, so_far, asks):
    now = figure(gap=20.0, ci_low=18.0, ci_high=22.0, value_disadvantaged=30.0, value_other=10.0, **values)
    before = figure(gap=20.0 - values["change_gap"], ci_low=18.0, ci_high=22.0)
    assert asks in told.attendance_question(now, before, so_far=so_far)


def test_a_year_that_is_not_over_says_so_and_is_not_called_corrected():
    assert "The year is not over" in told.chance(ABSENCE, figure(change_gap=2.0), so_far=True)
    assert "The year is not over" not in told.chance(ABSENCE, figure(change_gap=2.0))
    of = "2026/27 so far"
    assert (
        told.then("18 points", of, "20 points", of, so_far=True)
        == "The last reader said 20 points, earlier in the year."
    )
    assert "it was corrected" in told.then("18 points", of, "20 points", of)


def test_a_minute_names_board_meeting_and_edition():
    reader = Reader("academy", "Heronwick", "Kestrelholt", "Full board", "4 December 2026")
    assert minute_of(reader, 1) == "Governors’ reader of Heronwick for 4 December 2026, edition 1"
