"""How much a practice is in use, in a sentence; and the way of a visit to a colleague."""

import datetime
from itertools import product
from typing import get_args

import pytest

from toolkit.rules.in_use import Counts, told
from toolkit.rules.showing import FROM, NotNow, NotYours, Side, after, may

TODAY = datetime.date(2026, 11, 23)
TOMORROW = TODAY + datetime.timedelta(days=1)
YESTERDAY = TODAY - datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        (Counts(), "Nobody has said yet that they tried it."),
        (
            Counts(plans=4, rounds=2, kept=2, dropped=1),
            "Named in four plans and looked at in two rounds; three colleagues tried it: two kept it and one "
            "dropped it.",
        ),
        (Counts(kept=1), "One colleague tried it and kept it."),
        (Counts(trying=1), "One colleague tried it."),
        (Counts(dropped=2), "Two colleagues tried it, and both dropped it."),
        (Counts(kept=5), "Five colleagues tried it, and all kept it."),
        (Counts(trying=2, adapted=1), "Three colleagues tried it: one adapted it."),
        (Counts(plans=12, coached=7), "Named in 12 plans and 7 colleagues are coached in it."),
    ],
)
def test_what_is_in_use_is_told_in_a_sentence(counts, says):
    assert told(counts) == says


def test_what_was_only_dropped_lives_nowhere():
    dropped = Counts(dropped=2)
    assert dropped.any
    assert not dropped.lives
    assert Counts(kept=1, dropped=1).worked_on
    assert not Counts(plans=1).worked_on


def test_counts_add_up():
    assert Counts(plans=1, kept=2) + Counts(plans=1, dropped=1) == Counts(plans=2, kept=2, dropped=1)


def test_a_visit_goes_from_the_question_to_the_day_it_was_made():
    assert after("agree", "asked", "shows", day=TOMORROW, today=TODAY) == "agreed"
    assert after("agree", "agreed", "shows", day=TOMORROW, today=TODAY) == "agreed"
    assert after("made", "agreed", "visits", day=TODAY, today=TODAY) == "made"
    assert after("decline", "asked", "shows", day=None, today=TODAY, says="After half-term.") == "declined"
    assert after("withdraw", "agreed", "visits", day=TOMORROW, today=TODAY) == "withdrawn"


@pytest.mark.parametrize(
    ("step", "state", "side", "day", "field"),
    [
        ("agree", "asked", "shows", None, "day"),
        ("agree", "asked", "shows", YESTERDAY, "day"),
        ("decline", "asked", "shows", None, "answer"),
        ("made", "agreed", "visits", TOMORROW, ""),
        ("agree", "withdrawn", "shows", TOMORROW, ""),
        ("withdraw", "made", "visits", TODAY, ""),
    ],
)
def test_a_step_that_cannot_be_taken_says_why(step, state, side, day, field):
    with pytest.raises(NotNow) as refused:
        after(step, state, side, day=day, today=TODAY)
    assert refused.value.field == field
    assert str(refused.value).endswith(".")


def test_who_shows_answers_and_who_asked_takes_it_back():
    with pytest.raises(NotYours):
        after("agree", "asked", "visits", day=TOMORROW, today=TODAY)
    with pytest.raises(NotYours):
        after("withdraw", "asked", "shows", day=None, today=TODAY)


def test_what_is_offered_can_be_taken():
    """A page never offers a step that would be refused."""
    states, sides = ("asked", "agreed", "declined", "withdrawn", "made"), get_args(Side)
    offered = {each for each in product(FROM, states, sides) if may(*each, TODAY, TODAY)}
    for step, state, side in offered:
        after(step, state, side, day=TODAY, today=TODAY, says="So.")
    assert offered == {
        ("agree", "asked", "shows"), ("agree", "agreed", "shows"), ("decline", "asked", "shows"),
        ("decline", "agreed", "shows"), ("withdraw", "asked", "visits"), ("withdraw", "agreed", "visits"),
        ("made", "agreed", "visits"), ("made", "agreed", "shows"),
    }  # fmt: skip
