"""Years of school out of what people type, and how a piece goes from draft to published to put away."""

import pytest

from toolkit.rules.piece import missing, next_state
from toolkit.rules.years import year_label, years_in
from toolkit.services.case_study import shortened


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Year 5", (5,)),
        ("Explanation writing in Year 5", (5,)),
        ("Years 5 and 6", (5, 6)),
        ("Years 7 to 9", (7, 8, 9)),
        ("Years 7-9", (7, 8, 9)),
        ("Years 7–9", (7, 8, 9)),
        ("Year 3, 4 and 6", (3, 4, 6)),
        ("Y10", (10,)),
        ("Y10/11", (10, 11)),
        ("Reception and Year 6", (0, 6)),
        ("nursery, Reception", (-1, 0)),
        ("Year 2 to Year 4", (2, 3, 4)),
        ("", ()),
        ("All", ()),
        ("in the year 2024", ()),
        ("Year 0", ()),
        ("Years 12 to 99", (12, 13)),
        ("Years 9 to 7", ()),
        ("Eyelashes 5", ()),
    ],
)
def test_years_are_read_as_schools_write_them(text: str, years: tuple[int, ...]) -> None:
    assert years_in(text) == years


def test_a_year_is_called_as_schools_call_it() -> None:
    assert [year_label(year) for year in (-1, 0, 5)] == ["Nursery", "Reception", "Year 5"]


@pytest.mark.parametrize(
    ("state", "step", "before", "after"),
    [
        ("draft", "publish", False, "published"),
        ("draft", "put_away", False, "archived"),
        ("published", "put_away", True, "archived"),
        # What readers never saw does not reach them by being put away and brought back.
        ("archived", "bring_back", False, "draft"),
        ("archived", "bring_back", True, "published"),
    ],
)
def test_a_step_leads_on(state: str, step: str, before: bool, after: str) -> None:
    assert next_state(state, step, was_published=before) == after


@pytest.mark.parametrize(
    ("state", "step"),
    [
        ("published", "publish"), ("archived", "publish"), ("archived", "put_away"), ("draft", "bring_back"),
        ("published", "bring_back"), ("draft", "burn"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told_in_a_sentence(state: str, step: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        next_state(state, step, was_published=True)


def test_what_a_reader_would_look_for_in_vain() -> None:
    assert missing(kind="sequence", body="Much", lessons=0).startswith("A sequence has at least one lesson")
    assert missing(kind="scheme", body="", lessons=0).startswith("A scheme of work has")
    assert missing(kind="guidance", body=" \n", lessons=3).startswith("There is nothing to read yet")
    assert missing(kind="sequence", body="", lessons=1) == missing(kind="research", body="Read", lessons=0) == ""


def test_a_summary_ends_with_a_sentence_or_a_word() -> None:
    assert shortened("Short.\nAnd  sweet.") == "Short. And sweet."
    long = "We read every method aloud before anybody touches the equipment, in twelve classes of three years. " * 5
    assert shortened(long).endswith("three years.")
    assert len(shortened(long)) <= 300
    endless = "word " * 100
    assert shortened(endless).endswith("word…")
    assert len(shortened(endless)) <= 300
