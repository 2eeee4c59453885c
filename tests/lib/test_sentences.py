"""Sentences: counting and listing as people write them."""

import pytest

from celt.lib.sentences import alike, counted, dis, inside, listed, opened, opening, say


@pytest.mark.parametrize(("n", "expected"), [(0, "0 pupils"), (1, "1 pupil"), (1200, "1,200 pupils")])
def test_counts(n: int, expected: str) -> None:
    assert counted(n, "pupil") == expected


def test_opens_a_sentence_in_words() -> None:
    assert [opened(n, "academy", "academies") for n in (1, 3, 13)] == ["One academy", "Three academies", "13 academies"]


def test_counts_alike_within_one_sentence() -> None:
    notes, groups = ("note", "notes"), ("group", "groups")
    assert alike((10, *notes), (1, *groups)) == ["ten notes", "one group"]
    assert alike((11, *notes), (1, *groups), (0, *groups)) == ["11 notes", "1 group", "no groups"]
    assert opening("ten notes") == "Ten notes"


def test_counts_with_a_plural_of_its_own() -> None:
    assert counted(2, "academy", "academies") == "2 academies"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        (list("ABCDE"), "A, B, C and 2 others"),
    ],
)
def test_lists(names: list[str], expected: str) -> None:
    assert listed(names) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Disadvantaged pupils", "disadvantaged pupils"),
        ("SEND", "SEND"),
        ("A fifth", "a fifth"),
        ("", ""),
    ],
)
def test_within_a_sentence_a_name_begins_small_but_an_abbreviation_stays(text: str, expected: str) -> None:
    assert inside(text) == expected


def test_sentence_reads_as_plain_text() -> None:
    assert str(say(dis(), " are behind") + ".") == "disadvantaged pupils are behind."
