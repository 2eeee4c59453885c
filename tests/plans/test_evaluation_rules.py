"""The way of a self-evaluation: what may follow, that an end is an end, and what is said where nothing follows."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from plans.models.evaluation import EvaluationStatus
from plans.rules.evaluation import (
    LONGEST_DAYS,
    STEPS,
    NotNow,
    Stands,
    after,
    day_wrong,
    ended_words,
    few_words,
    steps_from,
    unknown,
)

DAY = datetime.date(2026, 11, 3)
STATUSES = st.sampled_from(["gathering", "agreed", "called_off"])
STANDS = st.builds(
    Stands, STATUSES, st.none() | st.just(DAY), st.lists(st.sampled_from(["Networks", "Literacy"])).map(tuple)
)


def refusal(step, now):
    """What is said where the step does not follow; empty where it does."""
    try:
        after(step, now)
    except NotNow as refused:
        return str(refused)
    return ""


def test_the_statuses_are_those_of_the_database():
    assert set(EvaluationStatus.values) == {"gathering", "agreed", "called_off"}


@given(STANDS, st.sampled_from(STEPS))
def test_a_step_is_taken_exactly_where_it_is_offered(now, step):
    if step in steps_from(now):
        after(step, now, "Why")
    else:
        with pytest.raises(NotNow):
            after(step, now, "Why")


@given(STANDS, st.sampled_from(STEPS))
def test_nothing_follows_once_it_ended(now, step):
    if now.status != "gathering":
        with pytest.raises(NotNow) as refused:
            after(step, now, "Why")
        assert "What you typed stands below" in str(refused.value)


@given(STANDS, st.sampled_from(STEPS))
def test_every_refusal_is_a_sentence(now, step):
    said = refusal(step, now)
    assert said.endswith(".") or not said
    assert not said[:1].islower()


def test_agreeing_with_conditions_missing_names_them():
    with pytest.raises(
        NotNow, match=r"Two conditions have no standing yet: Networks and Literacy\. Choose one for each"
    ):
        after("agree", Stands("gathering", missing=("Networks", "Literacy")))


def test_calling_off_asks_why():
    with pytest.raises(NotNow, match="Say why"):
        after("call_off", Stands("gathering"), "  ")
    assert after("call_off", Stands("gathering"), "The head is new.") == "called_off"


def test_an_ended_one_says_on_which_day_it_ended():
    assert "was agreed on 3 November 2026" in ended_words(Stands("agreed", DAY))
    assert "was called off on 3 November 2026" in ended_words(Stands("called_off", DAY))
    assert ended_words(Stands("gathering")) == ""


@given(st.integers(-400, 400))
def test_people_are_asked_by_a_day_that_is_neither_past_nor_far(days):
    wrong = day_wrong(DAY + datetime.timedelta(days=days), DAY)
    assert (wrong == "") == (0 <= days <= LONGEST_DAYS)


def test_an_unknown_condition_is_named():
    assert "“astrology”" in unknown({"astrology", "literacy"}, ["literacy"])
    assert unknown({"literacy"}, ["literacy"]) == ""


def test_few_raters_are_told_until_there_are_three():
    assert [bool(few_words(n)) for n in range(5)] == [True, True, True, False, False]


class Way(RuleBasedStateMachine):
    """Any order of steps: it ends once, and only an agreement of every condition agrees it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = Stands("gathering", missing=("Networks",))
        self.ends = 0

    @rule(step=st.sampled_from(STEPS), why=st.sampled_from(["", "Because."]))
    def step(self, step, why):
        before = self.now
        try:
            status = after(step, before, why)
        except NotNow:
            return
        if status != "gathering":
            self.ends += 1
        if status == "agreed":
            assert not before.missing
        if status == "called_off":
            assert why
        self.now = Stands(status, DAY if status != "gathering" else None, before.missing)

    @precondition(lambda self: self.now.status == "gathering")
    @rule()
    def choose_the_last(self):
        self.now = Stands("gathering")

    @invariant()
    def it_ends_once(self):
        assert self.ends <= 1
        assert (self.ends == 1) == (self.now.status != "gathering")


TestWay = Way.TestCase
