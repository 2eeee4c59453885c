"""The sentences that pages open with say what the figures say, and no more."""

from dataclasses import dataclass

import pytest

from dashboards.sentences import academies_say, change_sentence, gap_answer, left_out_says, number, points
from pupils.measures import measure

RWM, A8, ABSENCE = measure("ks2_rwm_exp"), measure("ks4_attainment8"), measure("persistent_absence")


@dataclass
class Figure:
    gap: float | None = -21.0
    ci_low: float | None = -27.0
    ci_high: float | None = -15.0
    change_gap: float | None = None
    change_disadvantaged: float | None = None
    change_other: float | None = None
    others_fell: bool = False
    status: str = "shown"
    academic_year: int = 2024
    n_disadvantaged: int = 100
    n_other: int = 300
    value_disadvantaged: float | None = 48.0
    value_other: float | None = 69.0


def test_behind_and_nothing_before_it() -> None:
    assert str(gap_answer(RWM, Figure())) == (
        "Disadvantaged pupils are 21 points behind other pupils in reading, writing and maths."
    )


def test_an_academy_is_named() -> None:
    assert "Disadvantaged pupils at Heronmoor are 21 points behind" in str(
        gap_answer(RWM, Figure(), where="at Heronmoor")
    )


def test_the_groups_carry_their_colours() -> None:
    spans = {span.group: span.text for span in gap_answer(RWM, Figure()).spans if span.group}
    assert spans == {"dis": "Disadvantaged pupils", "oth": "other pupils"}


def test_a_gap_within_chance_is_not_called_one() -> None:
    text = str(gap_answer(RWM, Figure(gap=-4.0, ci_low=-12.0, ci_high=4.0)))
    assert "cannot be told apart" in text
    assert "may be chance" in text
    assert "\u221212 to +4" in text
    assert "behind" not in text


def test_ahead_is_said_as_ahead() -> None:
    assert "ahead of other pupils" in str(gap_answer(RWM, Figure(gap=8.0, ci_low=2.0, ci_high=14.0)))


def test_where_lower_is_better_more_is_above() -> None:
    text = str(gap_answer(ABSENCE, Figure(gap=14.2, ci_low=10.0, ci_high=18.0)))
    assert text == "Disadvantaged pupils are 14.2 points above other pupils in persistent absence."


@pytest.mark.parametrize(
    ("gap", "disadvantaged", "other", "fell", "words"),
    [
        (3.0, 3.0, 0.0, False, "3 points closer than the year before, because disadvantaged pupils moved up"),
        (-3.0, -3.0, 0.0, False, "3 points further apart than the year before, because disadvantaged pupils fell back"),
        (-3.0, 0.0, 3.0, False, "because other pupils moved up"),
        (4.0, -1.0, -5.0, True, "because other pupils fell back"),
        (0.2, 0.2, 0.0, False, "as far apart as in 2023/24"),
    ],
)
def test_a_change_names_the_group_that_moved(
    gap: float, disadvantaged: float, other: float, fell: bool, words: str
) -> None:
    figure = Figure(change_gap=gap, change_disadvantaged=disadvantaged, change_other=other, others_fell=fell)
    assert words in change_sentence(RWM, figure)


def test_a_change_within_two_intervals_is_called_chance() -> None:
    figure = Figure(change_gap=3.0, change_disadvantaged=3.0, change_other=0.0)
    assert change_sentence(RWM, figure, Figure(gap=-24.0, ci_low=-30.0, ci_high=-18.0)).endswith(
        "a change that may be chance."
    )


def test_a_gap_that_opened_the_other_way_is_further_apart() -> None:
    figure = Figure(gap=6.0, ci_low=1.0, ci_high=11.0, change_gap=8.0, change_disadvantaged=8.0, change_other=0.0)
    assert "4 points further apart" in change_sentence(RWM, figure)


def test_suppressed_and_missing_are_told_apart() -> None:
    hidden = Figure(gap=None, ci_low=None, ci_high=None, status="suppressed")
    assert "too few pupils" in str(gap_answer(RWM, hidden))
    assert "no gap to show" in str(gap_answer(RWM, None))
    assert "no gap to show" in str(gap_answer(RWM, Figure(gap=None, status="not_published")))


def test_numbers_as_people_write_them() -> None:
    assert number(-0.2, RWM) == "0"
    assert number(45.0, A8) == "45"
    assert number(-12.94, A8) == "\u221212.9"
    assert (points(1.0, RWM), points(-2.0, RWM), points(0.4, A8)) == ("1 point", "2 points", "0.4 points")


def test_what_many_academies_say() -> None:
    assert academies_say(["Heronmoor"], [], 9).startswith("The gap at Heronmoor is wider")
    assert "may be chance" in academies_say([], [], 9)
    assert academies_say([], [], 0) == "No academy has a figure to show here."
    assert "Littlecove is not shown" in left_out_says(["Littlecove"], 5)
    assert left_out_says([], 5) == ""
