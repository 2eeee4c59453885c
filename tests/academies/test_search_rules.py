"""What counts as a hit, and which typing errors are forgiven."""

from __future__ import annotations

import pytest

from academies.providers.search import Hit
from academies.rules.search import Sifted, asked_words, sift


def hit(title: str, says: str = "", note: str = "", also: str = "") -> Hit:
    return Hit("plan", title, f"/{title}/", note, says, also)


def found(text: str, *hits: Hit) -> list[str]:
    return [each.hit.title for each in sift(asked_words(text), hits).kinds.get("plan", [])]


def of(text: str, *hits: Hit) -> Sifted:
    return sift(asked_words(text), hits)


@pytest.mark.parametrize("typed", ["raeding", "reding", "Reading", "readng", "reads", "READ"])
def test_a_slip_an_ending_and_a_beginning_find_the_word(typed):
    assert found(typed, hit("Reading aloud"), hit("Handwriting")) == ["Reading aloud"]


def test_a_word_that_is_written_so_finds_no_neighbour():
    assert found("reading", hit("Reading aloud"), hit("Leading a team")) == ["Reading aloud"]


def test_what_was_meant_is_said():
    sifted = of("raeding", hit("Reading aloud"))
    assert (sifted.read, sifted.mended, sifted.unknown) == ("reading", True, ())
    sifted = of("reading xylophones", hit("Reading aloud"))
    assert (sifted.unknown, sifted.some) == (("xylophones",), True)


def test_all_words_come_before_some_and_a_name_before_a_text():
    name, text = hit("Phonics first"), hit("Every day", "Phonics is taught first.")
    assert found("phonics", text, name) == ["Phonics first", "Every day"]
    assert found("phonics taught", text, name) == ["Every day"]


def test_the_place_alone_makes_no_hit_but_helps_one():
    here, there = hit("Phonics", note="Plan, Whitefield"), hit("Writing", note="Plan, Whitefield")
    assert found("whitefield", here, there) == []
    assert found("whitefield phonics", here, there) == ["Phonics"]


def test_words_of_every_text_are_not_looked_for():
    assert asked_words("the and of") == ()
    assert asked_words("the maths") == (("maths", "mathematics"),)


def test_what_was_found_is_marked_in_title_and_text_around_it():
    says = "Nothing of it. " * 30 + "Here they practise phonics daily. " + "And more. " * 30
    (shown,) = of("phonics", hit("A day", says)).kinds["plan"]
    assert [span.text for span in shown.says if span.found] == ["phonics"]
    told = "".join(span.text for span in shown.says)
    assert told.startswith("… ")
    assert len(told) < 260
    (shown,) = of("day", hit("A <b>day</b>")).kinds["plan"]
    assert [span.text for span in shown.title if span.found] == ["day"]


@pytest.mark.parametrize("odd", ["\x00", "é" * 500, "%_'\";--", "   ", "😀"])
def test_odd_input_finds_nothing_and_breaks_nothing(odd):
    assert of(odd, hit("Reading")).number == 0
