"""An action's way: open, done or dropped, and open again; its days; and what people type as pounds and days."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.rules.action import (
    LONGEST,
    OPEN,
    RATINGS,
    STEPS,
    NotNow,
    Standing,
    StepName,
    after,
    first_guess,
    steps_from,
    wrong_days,
)
from plans.rules.due import Due, sentence, soon_until, stands, told
from plans.rules.resources import Resources, pounds, read_days, read_pounds, rolled_up, staff_days

TODAY = datetime.date(2026, 11, 22)
FIRST = datetime.date(2026, 9, 1)
DAYS = st.dates(datetime.date(2026, 8, 1), datetime.date(2027, 1, 31))
SAID = st.sampled_from(["", "  ", "Two teams have begun.", "x" * (LONGEST + 1)])
ACTS = st.tuples(st.sampled_from(STEPS), SAID, st.sampled_from(("", *RATINGS, "blue")), st.none() | DAYS)


def take(now: Standing, act: tuple[StepName, str, str, datetime.date | None]) -> Standing:
    step, says, rag, on = act
    return after(step, now, says=says, rag=rag, on=on, today=TODAY, first=FIRST)


@given(st.lists(ACTS, max_size=12))
def test_whatever_is_said_the_action_stands_in_one_of_three_states_and_says_what_the_table_asks(acts) -> None:
    """The same conditions that the database keeps: a rating has its sentence and is of an open action, what is done
    has its day, and what is not has none."""
    now = Standing()
    for act in acts:
        try:
            then = take(now, act)
        except NotNow:
            continue
        assert act[0] in steps_from(now.state)
        assert then.state in ("open", "done", "dropped")
        assert not then.rag or (then.state == OPEN and then.says and then.rag in RATINGS)
        assert (then.done_on is not None) == (then.state == "done")
        assert then.done_on is None or FIRST <= then.done_on <= TODAY
        assert len(then.says) <= LONGEST
        if then.state == "dropped" or act[0] == "reopened":
            assert then.says
        now = then


@given(st.lists(ACTS, max_size=12))
def test_what_is_ended_is_only_ever_opened_again_and_then_starts_without_a_rating(acts) -> None:
    now = Standing()
    for act in acts:
        try:
            then = take(now, act)
        except NotNow:
            continue
        if now.state != OPEN:
            assert (act[0], then.state, then.rag) == ("reopened", OPEN, "")
        now = then


@given(ACTS)
def test_no_step_can_be_taken_twice_but_a_report(act) -> None:
    for start in (Standing(), Standing("done", "", "", TODAY), Standing("dropped", "", "No need.")):
        try:
            then = take(start, act)
        except NotNow:
            continue
        if act[0] != "report":
            with pytest.raises(NotNow):
                take(then, act)


@pytest.mark.parametrize(
    ("step", "now", "with_", "says", "field"),
    [
        ("report", Standing(), {"rag": "red"}, "Say in a sentence why.", "says"),
        ("report", Standing(), {"says": "Well."}, "Say how it goes: on course, needs attention or off course.", "rag"),
        ("dropped", Standing(), {}, "Say why it is dropped: the reason stays on record.", "says"),
        (
            "done",
            Standing(),
            {"on": TODAY + datetime.timedelta(1)},
            "23 November 2026 has not come yet. Say that it is done on the day it is.",
            "on",
        ),
        (
            "done",
            Standing(),
            {"on": datetime.date(2026, 8, 31)},
            "31 August 2026 is before 1 September 2026, when the plan’s year begins.",
            "on",
        ),
        ("reopened", Standing(), {"says": "Why."}, "This action is open already.", ""),
        (
            "report",
            Standing("done", "", "", TODAY),
            {"rag": "red", "says": "Why."},
            "This action was done on 22 November 2026. Open it again first, and say why.",
            "",
        ),
        ("done", Standing("dropped"), {}, "This action was dropped. Open it again first, and say why.", ""),
        ("done", Standing(), {"says": "x" * 301}, "Keep it to a sentence: 301 characters, and 300 fit.", "says"),
    ],
)
def test_what_cannot_be_said_is_answered_with_a_sentence_at_its_field(step, now, with_, says, field) -> None:
    with pytest.raises(NotNow) as refused:
        after(step, now, today=TODAY, first=FIRST, **with_)
    assert (str(refused.value), refused.value.field) == (says, field)


def test_done_without_a_day_is_done_today() -> None:
    assert after("done", Standing(), today=TODAY, first=FIRST).done_on == TODAY


@given(st.none() | DAYS, DAYS)
def test_days_are_right_within_the_school_year_and_in_their_order_and_nowhere_else(starts, due) -> None:
    last = datetime.date(2027, 8, 31)
    right = FIRST <= due <= last and (starts is None or FIRST <= starts <= due)
    assert (not wrong_days(starts, due, 2026)) == right


def test_days_outside_the_year_say_which_year_and_when_it_begins_and_ends() -> None:
    early = wrong_days(None, datetime.date(2026, 8, 31), 2026)
    assert early == {"due": "31 August 2026 is before 1 September 2026, when 2026/27 begins. Choose a later day."}
    late = wrong_days(datetime.date(2027, 9, 1), datetime.date(2027, 9, 2), 2026)
    assert set(late) == {"starts", "due"}
    assert "ends. Choose an earlier day" in late["due"]
    assert wrong_days(TODAY, TODAY - datetime.timedelta(1), 2026) == {
        "due": "It would be due on 21 November 2026, before it starts on 22 November 2026."
    }


@given(st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 1, 1)), st.integers(2020, 2029))
def test_the_day_that_a_form_begins_with_is_one_that_it_takes(today, year) -> None:
    assert not wrong_days(None, first_guess(year, today), year)


@pytest.mark.parametrize(("away", "expected"), [(-1, Due.OVERDUE), (0, Due.SOON), (14, Due.SOON), (15, Due.LATER)])
def test_due_within_fourteen_days_then_overdue(away: int, expected: Due) -> None:
    day = TODAY + datetime.timedelta(away)
    assert stands("open", day, TODAY) is expected
    assert (day <= soon_until(TODAY)) == (expected is not Due.LATER)
    assert stands("done", day, TODAY) is Due.DONE
    assert stands("dropped", day, TODAY) is Due.DROPPED


def test_a_day_is_told_as_people_say_it() -> None:
    def words(away: int) -> str:
        return told("open", TODAY + datetime.timedelta(away), TODAY).word

    assert [words(n) for n in (-1, 0, 1, 9, 20)] == [
        "Overdue by 1 day", "Due today", "Due tomorrow", "Due in 9 days", "Due 12 Dec 2026"
    ]  # fmt: skip
    assert told("done", TODAY, TODAY, TODAY).word == "Done 22 Nov 2026"
    assert sentence("open", datetime.date(2026, 11, 10), TODAY) == "it was due on 10 November 2026, 12 days ago"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("£1,200.50", "1200.50"), ("1200", "1200"), ("", "0"), (" 1 200 ", "1200"), ("£12k", "12000"),
        ("300 pounds", "300"), ("0", "0"), ("£999,999", "999999"),
    ],
)  # fmt: skip
def test_pounds_are_read_as_people_write_them(typed: str, read: str) -> None:
    assert read_pounds(typed) == Decimal(read)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("-5", "0 or more"), ("\u22125", "0 or more"), ("1,20", "is not an amount in pounds"), ("lots", "Write it as"),
        ("1.234", "is not an amount"), ("1e6", "is not an amount"), ("£1000000", "more than 999,999 pounds"),
        ("NaN", "is not an amount"), ("9" * 400, "more than"),
    ],
)  # fmt: skip
def test_what_is_no_amount_says_what_to_write(typed: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read_pounds(typed)


@given(st.decimals(0, 999_999, places=2))
def test_pounds_that_are_shown_are_read_again_as_the_same(amount: Decimal) -> None:
    assert read_pounds(pounds(amount)) == amount


@pytest.mark.parametrize(("typed", "read"), [("3", "3"), ("2.5", "2.5"), ("2,5", "2.5"), ("½", "0.5"), ("1 day", "1")])
def test_days_are_read_as_people_write_them(typed: str, read: str) -> None:
    assert read_days(typed) == Decimal(read)


@pytest.mark.parametrize("typed", ["-1", "2.25", "5000", "a few", "1e3"])
def test_what_is_no_number_of_days_says_so(typed: str) -> None:
    with pytest.raises(ValueError, match=r"days|day:"):
        read_days(typed)


@given(st.lists(st.tuples(st.decimals(0, 9999, places=2), st.decimals(0, 99, places=1))))
def test_costs_and_days_roll_up_to_the_penny(parts) -> None:
    total = rolled_up(Resources(cost, days) for cost, days in parts)
    assert total == Resources(sum((c for c, _ in parts), Decimal(0)), sum((d for _, d in parts), Decimal(0)))


def test_resources_are_told_in_words() -> None:
    assert str(Resources(Decimal("1200.00"), Decimal("3.5"))) == "£1,200 and 3.5 staff days"
    assert str(Resources()) == "no cost"
    assert staff_days(Decimal("1.0")) == "1 staff day"
