"""Which known word a typing error meant, and how a text falls into words."""

import pytest

from celt.lib.slips import LONGEST, allowed, halves, joined, meant, one_slip_from, ranked, slips, words_of

KNOWN = ("metacognition", "reading", "ready", "read", "retrieval", "reciprocal", "white", "write", "practice", "talk")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Think, pair, share!", ["think", "pair", "share"]),
        ("mini-whiteboards", ["mini", "whiteboards"]),
        ("pupils’ and a pupil's naïveté", ["pupils", "and", "a", "pupil", "naivete"]),
        ("O’Hare", ["ohare"]),
        ("a\x00b & | ! ( ) :* <-> '' \\ 🙂", ["a", "b"]),
        ("x" * (LONGEST + 1), []),
        ("", []),
    ],
)
def test_a_text_falls_into_its_words(text, words):
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        ("reading", "reading", 0),
        ("raeding", "reading", 1),  # two changed places
        ("readin", "reading", 1),
        ("reeading", "reading", 1),
        ("reabing", "reading", 1),
        ("retreival", "retrieval", 1),
        ("vocabluary", "vocabulary", 1),
        ("wite", "write", 1),
        ("abc", "", 3),
    ],
)
def test_slips_are_counted_once_each(one, other, number):
    assert slips(one, other) == slips(other, one) == number


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("metacogniton", "metacognition"),
        ("metakognishon", "metacognition"),
        ("retreival", "retrieval"),
        ("reciprical", "reciprocal"),
        ("tlak", "talk"),
        ("rea", ""),  # too short to be an error of anything
        ("xyzzyx", ""),
    ],
)
def test_an_error_means_the_nearest_word_and_nonsense_means_none(typed, word):
    assert meant(typed, KNOWN) == word


def test_between_words_as_near_the_same_beginning_and_end_decide():
    assert ranked("reads", ("leads", "reeds", "ready", "reads")) == ["reeds", "ready", "leads"]


def test_short_words_are_found_by_trying_and_no_word_is_its_own_error():
    tried = one_slip_from("raed")
    assert {"read", "rae", "raeds", "rred"} <= tried
    assert "raed" not in tried
    assert one_slip_from("abc") == one_slip_from("seventy") == set()


def test_longer_words_may_hold_more_slips():
    assert [allowed("x" * length) for length in (1, 3, 4, 5, 6, 9, 10, 30)] == [0, 0, 1, 1, 2, 2, 3, 3]


def test_neighbours_are_tried_as_one_and_a_word_as_two():
    assert dict(joined(["mini", "white", "boards"])) == {0: "miniwhite", 1: "whiteboards"}
    assert ("thinking", "time") in list(halves("thinkingtime"))
    assert list(halves("short")) == []
