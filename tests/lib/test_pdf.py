"""PDF: what people type is text, never markup, whatever it holds; the file is tagged, titled and the same each time."""

import datetime
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pypdf import PdfReader

from celt.lib import pdf
from plans.rules.document import PlanDocument, as_data

AT = datetime.datetime(2026, 12, 4, 9, 30, tzinfo=datetime.UTC)
NASTY = [
    "#set page(width: 1pt)",
    "#read(\"house.typ\")",
    "$ x^2 $ and $",
    "@label <label> *bold* _under_ `raw` ``` = heading",
    "\\ backslash \\u{1F600} \\",
    "= A heading\n- a list\n+ numbered\n/ term: x",
    "// a comment /* and */ another",
    "~ -- --- ... ' \" [ ] { } ( ) # % ^ &",
]  # fmt: skip


def made(vision: str, **more: object) -> bytes:
    document = PlanDocument(
        academy="Heronwick", year_label="2026/27", day="4 December 2026", answer="A plan.", vision=vision
    )
    return pdf.pdf("plan", {**as_data(document), "snapshot": "", **more}, on=AT)


def text_of(file: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages)


def letters(text: str) -> str:
    """Without blanks, hyphens and places to break, which a line's end may add or take."""
    return "".join(text.split()).replace("-", "").replace("\u2010", "").replace("\u200b", "")


@pytest.mark.parametrize("text", NASTY)
def test_what_looks_like_markup_is_printed_as_it_was_typed(text):
    assert letters(text) in letters(text_of(made(text)))


def test_a_file_is_tagged_titled_and_in_british_english():
    root = PdfReader(io.BytesIO(made("Every child reads.")))
    catalogue: Any = root.trailer["/Root"]
    assert bool(catalogue["/MarkInfo"]["/Marked"])
    assert "/StructTreeRoot" in catalogue
    assert catalogue["/Lang"] == "en-GB"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root.metadata is not None
    assert root.metadata.title == "Heronwick: improvement plan 2026/27"
    assert b"pdfuaid" in catalogue["/Metadata"].get_data()


def test_the_same_plan_gives_the_same_bytes():
    assert made("Every child reads.") == made("Every child reads.")


def test_a_character_that_no_typeface_has_is_replaced_and_the_rest_stays():
    told = text_of(made("Reading 😀 and 中文 matter. Größe, naïve, Łódź, £5, ½, ≥ 3 → 4 ✓"))
    assert pdf.MISSING in told
    for word in ("Größe", "naïve", "Łódź", "£5", "½", "matter"):
        assert word in told


def test_control_characters_and_lone_halves_are_left_out():
    assert "beforeafter" in text_of(made("before\x00\x07\ud83d\u200bafter"))


def test_twenty_thousand_characters_are_printed_to_the_last():
    told = text_of(made("Every pupil reads aloud. " * 800 + "The very end."))
    assert told.count("Every pupil reads") > 700
    assert "The very end." in told


def test_a_word_without_end_stays_on_the_page():
    """Broken somewhere, it fills lines; unbroken it would run over the margin and be cut by the printer."""
    file = made("W" * 20_000)
    assert len(PdfReader(io.BytesIO(file)).pages) > 3
    assert text_of(file).count("W") >= 20_000


@hypothesis_settings(max_examples=60)
@given(st.text(max_size=300))
def test_no_text_whatever_stops_a_file(text):
    assert made(text).startswith(b"%PDF-1.7")
