"""Evaluative words are found as whole words, outside what somebody said, and each comes with a question that helps."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.rules.wording import ASKS, FRIENDS, KIND_OF, for_script, marks, prompts
from tests.reviews.wordings import CASES

PLAIN = st.text(alphabet="abcdefghijklmnopqrstuvwxyz ,.;’'\n“”\"", max_size=60)


@pytest.mark.parametrize(("text", "found"), CASES, ids=range(len(CASES)))
def test_a_text_and_its_words(text: str, found: list[str]) -> None:
    words = [" ".join(mark.word.split()) for mark in marks(text)]
    assert list(dict.fromkeys(words)) == found


@pytest.mark.parametrize("word", sorted(KIND_OF))
def test_every_word_is_found_in_any_case_and_never_in_quotes_or_in_another_word(word: str) -> None:
    for written in (word, word.upper(), word.capitalize(), word.replace("'", "’")):
        assert [mark.kind for mark in marks(f"It was {written}, there.")][:1] == [KIND_OF[word]]
        assert not marks(f"She said “{written}”.")
        assert not marks(f"x{written}x") or " " in word


@pytest.mark.parametrize("friend", FRIENDS)
def test_every_false_friend_is_left_alone(friend: str) -> None:
    assert not marks(f"Then {friend} there.")


def test_no_word_is_of_two_kinds_and_each_kind_asks() -> None:
    assert set(KIND_OF.values()) == set(ASKS)
    assert all(question.endswith(("?", ".")) for question in ASKS.values())


def test_words_of_one_kind_are_asked_after_once_each() -> None:
    asked = prompts("Good, good, weak; they should talk more. Good!")
    assert [(each.kind, each.words) for each in asked] == [("judgement", ("Good", "weak")), ("advice", ("should",))]


@given(PLAIN, st.sampled_from(sorted(KIND_OF)))
def test_marks_lie_where_they_say_and_one_word_more_is_never_one_less(text: str, word: str) -> None:
    found = marks(text)
    assert all(text[mark.start : mark.end] == mark.word for mark in found)
    assert [mark.start for mark in found] == sorted({mark.start for mark in found})
    assert len(marks(f"{text}\nThen it was {word}.")) >= len(found)


def test_the_script_is_given_the_same_as_plain_json() -> None:
    given_ = json.loads(json.dumps(for_script()))
    assert given_["kinds"] == dict(KIND_OF)
    assert list(given_["asks"]) == list(ASKS)
