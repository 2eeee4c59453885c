"""When next work is written, how its words are looked at, and what many pieces come to in a sentence."""

import datetime
from typing import get_args

import pytest

from reviews.rules import across
from reviews.rules.next_work import came_says, hints, is_due, why_no_outcome, why_not_written, written_says
from reviews.rules.round import State
from reviews.rules.round_report import answer, took_part

DAY = datetime.date(2027, 1, 12)


def test_it_is_written_in_the_debrief_alone() -> None:
    assert [state for state in get_args(State) if not why_not_written(state)] == ["debriefing"]


def test_what_came_of_it_is_said_between_agreement_and_follow_up() -> None:
    assert [state for state in get_args(State) if not why_no_outcome(state)] == ["agreed"]


@pytest.mark.parametrize(
    ("state", "today", "due"),
    [
        ("agreed", DAY, True),
        ("agreed", DAY - datetime.timedelta(days=1), False),
        ("agreed", DAY + datetime.timedelta(days=9), True),
        ("debriefing", DAY, False),
        ("followed", DAY, False),
    ],
)
def test_the_follow_up_is_due_from_its_day_on(state: str, today: datetime.date, due: bool) -> None:
    assert is_due(state, DAY, today) is due
    assert not is_due(state, None, today)


PUPILS = "It says what pupils do. What do adults begin to do, or stop, so that they can?"


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ("Wait three seconds after each question.", []),
        ("Stop marking every book.", []),
        ("The ensurer reimproved it.", []),
        ("Pupils will speak in sentences.", [PUPILS]),
        ("Ensure that each class reads.", ["What would one see or hear behind “ensure”? Write that instead of it."]),
        (
            "All pupils improve, consistently.",
            [PUPILS, "What would one see or hear behind “improve” and “consistently”? Write that instead of them."],
        ),
    ],
)
def test_words_behind_which_one_sees_nothing_are_asked_after(says: str, told: list[str]) -> None:
    assert hints(says) == told


@pytest.mark.parametrize(
    ("outcomes", "says"),
    [
        ([], ""),
        (["", ""], ""),
        (["done"], "The next work is done"),
        (["done", "done"], "All of the next work is done"),
        (["partly"], "The next work is partly done"),
        (["not_done"], "The next work is not done"),
        (["done", "partly", "", "not_done"], "One of four pieces of next work is done, one partly"),
        (["done", "done", ""], "Two of three pieces of next work are done"),
        (["not_done", "partly"], "None of two pieces of next work is done, one partly"),
    ],
)
def test_what_came_of_it_is_told_in_a_sentence(outcomes: list[str], says: str) -> None:
    assert came_says(outcomes) == says


def test_what_is_written_is_told_by_horizon() -> None:
    labels = ("This week", "This month", "This year")
    assert written_says([*zip(labels, (0, 0, 0), strict=True)]) == ""
    assert written_says([*zip(labels, (0, 1, 0), strict=True)]) == "One piece of next work, for this month"
    told = "Four pieces of next work: two for this week, one for this month and one for this year"
    assert written_says([*zip(labels, (2, 1, 1), strict=True)]) == told


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        ((0, 0, 0, 0), ""),
        ((4, 0, 0, 4), "nobody has said yet what came of the next work"),
        ((1, 1, 0, 0), "the one piece of next work is done"),
        ((4, 4, 0, 0), "all four pieces of next work are done"),
        ((4, 1, 1, 1), "one of four pieces of next work is done, one partly, and of one nobody has said yet"),
        ((12, 0, 3, 0), "none of 12 pieces of next work is done, three partly"),
    ],
)
def test_next_work_of_many_rounds_is_counted(counts: tuple[int, int, int, int], says: str) -> None:
    assert across.work_says(*counts) == says


def test_many_rounds_are_told_in_what_can_be_counted() -> None:
    told = across.answer(6, across.tried(3), 14, across.work_says(16, 9, 2, 0))
    assert told == (
        "Six rounds tried three theories of action and saw 14 patterns; "
        "nine of 16 pieces of next work are done, two partly."
    )
    assert across.answer(1, across.tried(0), 1, "") == "One round saw one pattern."
    assert across.looked_at(2) == "looked at two practices"


@pytest.mark.parametrize(
    ("numbers", "says"),
    [
        ((6, 4, 0, 9), "Six visitors from four academies were in nine classrooms."),
        ((6, 3, 1, 9), "Six visitors from three academies and the trust’s own team were in nine classrooms."),
        ((1, 1, 0, 0), "One visitor from one academy was there."),
        ((0, 0, 0, 5), ""),
    ],
)
def test_who_took_part_is_told_in_numbers(numbers: tuple[int, int, int, int], says: str) -> None:
    assert took_part(*numbers) == says


def test_a_report_opens_with_what_was_seen_and_what_follows() -> None:
    assert (
        answer("Larkrise", 3, 4, "") == "The visitors saw three patterns at Larkrise; four pieces of next work follow."
    )
    done = answer("Larkrise", 1, 2, "One of two pieces of next work is done")
    assert done == "The visitors saw one pattern at Larkrise; one of two pieces of next work is done."
