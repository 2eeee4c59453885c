"""What may be shown of an anonymous survey: the thresholds, by property; names struck; a result in a sentence."""

import datetime
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.rules.naming import BLANK, blanked, known
from reviews.rules.survey import (
    SCALES,
    STEP,
    TEN,
    Stamps,
    faults,
    highest_and_lowest,
    sentence,
    share_words,
    shown_from,
    shown_of,
    state_on,
    too_few,
    where_it_is,
)
from reviews.strategy.voice import SETS, QuestionSet, SetQuestion, sets_for

DAY = datetime.date(2026, 11, 22)


@given(st.integers(0, 5000))
def test_nothing_is_shown_below_ten(answers):
    for closed in (True, False):
        shown = shown_of(answers, closed=closed)
        assert shown == 0 or TEN <= shown <= answers
    assert shown_of(answers, closed=True) == (answers if answers >= TEN else 0)


@given(st.integers(0, 300), st.integers(0, 300), st.booleans())
def test_no_two_looks_differ_by_less_than_five(first, more, closed):
    """Any look while it is open, and any later one, the one after closing among them."""
    before, after = shown_of(first, closed=False), shown_of(first + more, closed=closed)
    assert after >= before
    assert after - before == 0 or after - before >= STEP


@given(st.integers(10, 400))
def test_what_is_shown_while_open_is_exactly_a_step_and_its_answers_say_so(answers):
    ranks = [shown_from(rank) for rank in range(1, answers + 1)]
    shown = shown_of(answers, closed=False)
    assert sum(at <= shown for at in ranks) == shown
    assert shown % STEP == 0
    assert min(ranks) == TEN


@given(st.integers(1, 400))
def test_the_step_of_an_answer_never_says_more_than_five_places(rank):
    together = [n for n in range(1, 420) if shown_from(n) == shown_from(rank)]
    assert len(together) >= STEP


@given(st.lists(st.integers(0, 90), min_size=4, max_size=4).filter(lambda counts: sum(counts) >= TEN))
def test_a_sentence_says_its_numbers(counts):
    told = sentence(counts, SCALES["often"], "pupils")
    assert f"{sum(counts):,}" in told
    assert "“Mostly” or “Always”" in told


@pytest.mark.parametrize(
    ("part", "whole", "says"),
    [
        (34, 52, "Most pupils (34 of 52)"),
        (52, 52, "All 52 pupils"),
        (0, 52, "None of the 52 pupils"),
        (26, 52, "Half of the pupils (26 of 52)"),
        (50, 52, "Nearly all pupils (50 of 52)"),
        (20, 52, "Fewer than half of the pupils (20 of 52)"),
        (4, 52, "Few pupils (4 of 52)"),
    ],
)
def test_a_share_in_words(part, whole, says):
    assert share_words(part, whole, "pupils") == says


def test_what_stands_out_is_said_only_where_something_does():
    assert highest_and_lowest([("I read.", 40, 52), ("I write.", 20, 50), ("I talk.", 30, 52)]) == (
        "Highest: “I read” (40 of 52 chose one of the upper two answers). Lowest: “I write” (20 of 50)."
    )
    assert highest_and_lowest([("a", 10, 20), ("b", 20, 40), ("c", 15, 30)]) == ""
    assert highest_and_lowest([("a", 10, 20), ("b", 20, 20)]) == ""


def stamps(**fields) -> Stamps:
    held = {"opened": True, "closed": False, "called_off": False, "review_over": False}
    return Stamps(DAY, DAY + datetime.timedelta(days=7), **{**held, **fields})


@pytest.mark.parametrize(
    ("fields", "after", "state"),
    [
        ({"opened": False}, 0, "draft"),
        ({}, -1, "waiting"),
        ({}, 0, "open"),
        ({}, 7, "open"),
        ({}, 8, "closed"),
        ({"closed": True}, 1, "closed"),
        ({"review_over": True}, 1, "closed"),
        ({"called_off": True}, 1, "called_off"),
        ({"called_off": True, "opened": False}, 1, "called_off"),
    ],
)
def test_how_a_survey_stands_on_a_day(fields, after, state):
    at = stamps(**fields)
    assert state_on(DAY + datetime.timedelta(days=after), at) == state
    assert where_it_is(state, at, 6, "pupils")


@given(st.booleans(), st.booleans(), st.integers(-3, 30), st.integers(0, 30))
def test_what_is_closed_never_opens_again(closed, over, day, later):
    at = stamps(closed=closed, review_over=over)
    if state_on(DAY + datetime.timedelta(days=day), at) == "closed":
        assert state_on(DAY + datetime.timedelta(days=day + later), at) == "closed"


def test_too_few_says_how_many_more():
    assert too_few(6, closed=False, who="pupils") == "Four more answers are needed before anything is shown."
    assert too_few(9, closed=False, who="pupils") == "One more answer is needed before anything is shown."
    assert "once it closes, or after three more answers" in too_few(12, closed=False, who="pupils")
    assert too_few(9, closed=True, who="parents").startswith("Fewer than ten parents and carers answered")


def test_a_survey_is_short():
    assert faults([]) == ["Add a question first: a survey without one asks nothing."]
    assert "Keep the 10 that matter most" in faults([(f"q{n}", False) for n in range(11)])[0]
    assert faults([("a", True)] * 3 + [("b", False)]) == ["At most two questions are answered in own words."]
    assert "own words alone cannot be counted" in faults([("a", True)])[0]


PEOPLE = [
    ("Alys", "Treloar"), ("Will", "Penrose"), ("Jo", "Ng"), ("Kerensa", "O’Brien"), ("Mary", "Jane Vyvyan-Rowse"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Mrs Treloar reads well.", f"{BLANK} reads well."),
        ("mr smith is nice", f"{BLANK} is nice"),
        ("I miss reading. Miss reads to us.", "I miss reading. Miss reads to us."),
        ("Miss Hughes helps, and Sir too", f"{BLANK} helps, and Sir too"),
        ("alys treloar hid my book", f"{BLANK} hid my book"),
        ("Alys’s book", f"{BLANK} book"),
        ("Will you read? will penrose will.", f"Will you read? {BLANK} will."),
        ("Dr Kerensa O’Brien", BLANK),
        ("kerensa o'brien's mum", f"{BLANK} mum"),
        ("Mary Jane Vyvyan-Rowse and mary vyvyan-rowse and Vyvyan", f"{BLANK} and {BLANK} and {BLANK}"),
        ("Jo. Ng is a sound.", "Jo. Ng is a sound."),
        ("jo ng is a boy", f"{BLANK} is a boy"),
        ("More books, please.", "More books, please."),
    ],
)
def test_names_are_struck(text, read):
    assert blanked(text, known(PEOPLE)) == read


@given(st.sampled_from(PEOPLE), st.text(alphabet=" abcdefgh.", max_size=20), st.text(alphabet=" .!", max_size=5))
def test_no_full_name_is_left(person, before, after):
    name = " ".join(person)
    assert name not in blanked(f"{before} {name}{after}", known(PEOPLE))


def test_a_forename_in_small_letters_is_struck_and_a_surname_that_is_a_word_is_not():
    names = known([("Amelia", "Small"), ("Rose", "Baker"), ("Baker", "Jones")])
    assert blanked("amelia hits me and amelia’s desk is small", names) == f"{BLANK} hits me and {BLANK} desk is small"
    assert blanked("a rose for the baker", names) == "a rose for the baker"


def test_a_thousand_names_and_as_many_texts_are_read_at_once():
    names = known((f"Forename{n}", f"Surname{n}") for n in range(3000))
    texts = [f"Please read with forename{n} surname{n} more often than now. " * 8 for n in range(1000)]
    began = time.process_time()
    assert all("surname" not in blanked(text, names) for text in texts)
    assert time.process_time() - began < 5


def test_the_shipped_sets_are_whole_and_there_is_one_for_every_review():
    assert len(SETS) >= 10
    for phase in ("primary", "secondary"):
        for family in ("reading", "writing", "oracy", "send", "visit", "full_day", "basics"):
            first = sets_for(family, phase)[0]
            assert family in first.families
            assert first.phase in ("", phase)
    assert all(
        question.says.isprintable() and len(question.says) <= 160 for s in SETS.values() for question in s.questions
    )


def test_young_pupils_read_short_sentences():
    for each in SETS.values():
        if each.young:
            assert all(len(question.says.split()) <= 12 for question in each.questions), each.key


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"who": "cats"}, "it asks nobody known"),
        ({"families": ()}, "no known review"),
        ({"title": ""}, "lacks its name"),
        ({"questions": (SetQuestion("Hm?", "loud"),)}, "answers that nobody knows"),
        ({"questions": (SetQuestion("Hm?", "often"),) * 2}, "asks something twice"),
    ],
)
def test_a_set_that_is_not_whole_is_refused(change, says):
    whole: dict[str, Any] = {
        "key": "k", "name": "n", "who": "pupils", "phase": "", "families": ("reading",), "young": False, "title": "t",
        "opening": "o", "questions": (SetQuestion("Hm?", "often"),),
    }  # fmt: skip
    assert QuestionSet(**whole)
    with pytest.raises(ValueError, match=says):
        QuestionSet(**{**whole, **change})
