"""What changed between two versions: nothing is lost, nothing invented, and the answer comes in good time."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.rules.changed import Bit, any_changed, entries_changed, lines_changed, words_changed

WORDS = st.lists(st.sampled_from(["wait", "three", "five", "seconds", ".", "\n", "\n\n", " ", "then"])).map(" ".join)


@given(WORDS, WORDS)
def test_both_texts_can_be_read_out_of_the_answer(old: str, new: str) -> None:
    bits = words_changed(old, new)
    assert "".join(bit.text for bit in bits if bit.how != "gone") == new
    assert "".join(bit.text for bit in bits if bit.how != "new") == old
    assert all(bit.text for bit in bits)


def test_a_changed_phrase_is_marked_as_one() -> None:
    assert words_changed("Wait three seconds, then ask.", "Wait for five long seconds, then ask.") == (
        Bit("same", "Wait "), Bit("gone", "three"), Bit("new", "for five long"), Bit("same", " seconds, then ask."),
    )  # fmt: skip
    assert words_changed("", "") == ()
    assert words_changed("Wait.", "Wait.") == (Bit("same", "Wait."),)
    assert words_changed("", "Wait.") == (Bit("new", "Wait."),)


def test_a_step_is_followed_by_its_key_through_rewording_and_moving() -> None:
    old = [(1, "Ask."), (2, "Wait three seconds."), (3, "Listen.")]
    new = [(2, "Wait five seconds."), (1, "Ask."), (4, "Thank.")]
    told = [(entry.how, entry.moved, "".join(bit.text for bit in entry.bits)) for entry in entries_changed(old, new)]
    assert told == [
        ("reworded", True, "Wait threefive seconds."),
        ("same", True, "Ask."),
        ("new", False, "Thank."),
        ("gone", False, "Listen."),
    ]
    assert not any_changed(entries_changed(old, old))
    assert any_changed(entries_changed(old, [old[1], old[0], old[2]]))


def test_a_step_taken_out_moves_none_of_the_others() -> None:
    entries = entries_changed([(1, "a"), (2, "b"), (3, "c")], [(2, "b"), (3, "c")])
    assert [(entry.how, entry.moved) for entry in entries] == [("same", False), ("same", False), ("gone", False)]


def test_lines_are_reworded_where_they_share_words_and_else_replaced() -> None:
    entries = lines_changed(
        ["Boards go up at once.", "Nobody copies."], ["Boards all go up at once.", "Eyes on the text."]
    )
    assert [entry.how for entry in entries] == ["reworded", "gone", "new"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a " * 10_000, "a " * 9_000 + "b"),
        ("a\n" * 10_000, "b\n" + "a\n" * 9_000),
        ("x " + "a " * 248, "y " + "a " * 248 + "z"),
        ("the cat " * 2_400, "the dog the " * 1_500),
    ],
)
def test_texts_made_to_be_slow_are_compared_in_good_time(old: str, new: str) -> None:
    began = time.monotonic()
    words_changed(old, new)
    lines_changed(old.splitlines(), new.splitlines())
    assert time.monotonic() - began < 3
