"""Sentences of the trust's views: who works on what, and how actions go. Pure."""

import pytest

from plans.rules.alignment import answer, brief, coverage, serves_none
from plans.rules.spread import Spread

ALL = ["Ash", "Elm", "Fir", "Oak", "Yew"]


@pytest.mark.parametrize(
    ("serving", "says"),
    [
        ([], "Nobody works on “Attendance”."),
        (["Ash"], "Nobody but Ash works on “Attendance”."),
        (["Ash", "Elm"], "Two of five academies work on “Attendance”."),
        (["Ash", "Elm", "Fir"], "All but Oak and Yew work on “Attendance”."),
        (ALL, "Every academy with a plan works on “Attendance”."),
    ],
)
def test_a_gap_is_named(serving, says):
    assert coverage("Attendance", serving, ALL) == says
    assert says.startswith(brief(serving, ALL))


def test_the_title_tells_the_widest_gap_first():
    assert answer({"Reading": ALL, "Attendance": ["Ash"]}, ALL) == "Nobody but Ash works on “Attendance”"
    two = answer({"Reading": [], "Attendance": ["Ash"], "Maths": ALL}, ALL)
    assert two == "Nobody works on “Reading”, and nobody but Ash works on “Attendance”"
    three = answer({"A": [], "B": [], "C": ["Ash"]}, ALL)
    assert three == "Nobody works on “A”, and two more trust priorities have one academy at most"


def test_without_a_gap_it_says_so():
    assert answer({"Reading": ALL}, ALL) == "Every academy with a plan works on every trust priority"
    assert answer({"Reading": ALL, "Maths": ["Ash", "Elm"]}, ALL).endswith("the fewest academies, two, work on “Maths”")
    assert answer({}, ALL) == "The trust has set no priority for this year"
    assert answer({"Reading": []}, []) == "No academy has a plan yet"
    # One academy alone in its trust leaves nobody out.
    assert answer({"Reading": ["Ash"]}, ["Ash"]) == "Every academy with a plan works on every trust priority"


def test_plans_that_serve_none_are_named():
    assert serves_none([]) == ""
    assert serves_none(["Ash"]) == "Ash’s plan serves none of the trust’s priorities."
    assert serves_none(["Ash", "Elm"]) == "The plans of Ash and Elm serve none of the trust’s priorities."


def test_a_spread_says_the_worst_first_in_words_and_marks():
    spread = Spread(green=2, amber=1, red=1, unrated=3)
    assert spread.says == "1 off course, 1 needs attention, 2 on course, 3 not rated"
    assert list(spread.marks) == ["bad", "warn", "good", "good", "", "", ""]
    assert Spread().says == "no open action"


def test_marks_give_way_to_words_where_nobody_counts_them():
    assert list(Spread(green=25).marks) == []
    assert Spread(green=25).says == "25 on course"
