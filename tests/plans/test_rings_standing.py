"""What several people say of a condition, in counts and words; and how it moved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.models.evaluation import Standing
from plans.rules.standing import FULL, HIGHEST, LOWEST, change, firm, marks, most_apart_first, spread_of

VIEWS = st.lists(st.one_of(st.none(), st.integers(LOWEST, HIGHEST)), max_size=30)


def test_the_words_are_those_of_the_database():
    assert dict(Standing.choices) == FULL


def test_a_spread_is_told_without_names():
    assert spread_of([2, 3, 3, 3]).says == "4 people: 1 beginning, 3 secure"
    assert spread_of([3, None]).says == "2 people: 1 secure; 1 cannot judge"
    assert spread_of([None]).says == "1 person: 1 cannot judge"
    assert spread_of([]).says == "Nobody has rated it yet"


def test_who_cannot_judge_is_counted_apart_and_moves_nothing():
    assert spread_of([4, None, None]).middle == 4
    assert spread_of([None, None]).middle is None
    assert spread_of([4, None, None]).judged == 1
    assert spread_of([4, None, None]).raters == 3


def test_of_two_middle_ones_the_lower_is_proposed():
    assert spread_of([2, 3]).middle == 2
    assert spread_of([1, 2, 4, 4]).middle == 2


def test_a_standing_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="No standing: 5"):
        spread_of([5])


@given(VIEWS)
def test_the_middle_is_something_that_somebody_said(views):
    spread = spread_of(views)
    assert spread.raters == len(views)
    assert spread.middle is None or spread.middle in views
    assert (spread.middle is None) == all(view is None for view in views)


@given(VIEWS, VIEWS)
def test_nobody_disagrees_alone_or_with_the_same_view(views, others):
    spread = spread_of(views)
    if len({v for v in views if v is not None}) <= 1:
        assert spread.apart == (0, 0.0)
        assert not spread.disagree


@given(st.dictionaries(st.sampled_from(["a", "b", "c", "d", "e"]), VIEWS, min_size=5))
def test_where_people_disagree_most_comes_first_and_nothing_is_left_out(views):
    spreads = {slug: spread_of(each) for slug, each in views.items()}
    order = most_apart_first(spreads, list(views))
    assert sorted(order) == sorted(views)
    apart = [spreads[slug].apart for slug in order]
    assert apart == sorted(apart, reverse=True)


def test_two_steps_between_two_people_are_a_disagreement():
    assert spread_of([1, 3]).disagree
    assert not spread_of([2, 3, 3]).disagree


def test_marks_say_the_same_as_the_tint():
    assert [marks(n) for n in (1, 2, 3, 4)] == ["○○○", "●○○", "●●○", "●●●"]
    assert marks(None) == ""


def test_a_change_is_told_in_words():
    assert change(2, 3).says == "up from beginning"
    assert change(4, 1).says == "down from embedded"
    assert change(3, 3).says == "as before"
    assert change(None, 3).says == ""


@given(st.integers(LOWEST, HIGHEST), st.integers(LOWEST, HIGHEST))
def test_up_and_down_are_each_others_opposite(one, other):
    opposite = {"up": "down", "down": "up", "same": "same"}
    assert opposite[change(one, other).way] == change(other, one).way


def test_secure_and_embedded_stand_firmly():
    assert firm([1, 2, 3, 4]) == 2
