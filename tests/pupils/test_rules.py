"""Cells: what is read, and the sentence for what is not."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.gb import upn as oracle

from pupils import rules
from pupils.measures import ASSESSMENTS

DIGITS = st.text("0123456789", min_size=9, max_size=9)


@given(DIGITS, st.sampled_from([f"{la:03}" for la in sorted(oracle._la_numbers)]))
def test_the_check_letter_agrees_with_python_stdnum(tail: str, la: str) -> None:
    upn = rules.upn_letter(la + tail) + la + tail
    assert oracle.validate(upn) == upn == rules.parse_upn(upn)


@given(st.text("0123456789", min_size=11, max_size=11), st.sampled_from(rules.UPN_LETTERS))
def test_a_temporary_upn_ends_in_a_letter_that_counts_by_its_place(digits: str, last: str) -> None:
    upn = rules.upn_letter(digits + last) + digits + last
    assert rules.parse_upn(upn.lower() + " ") == upn
    assert oracle.calc_check_digit(upn) == upn[0]


def test_the_published_example_and_a_new_local_authority_are_valid() -> None:
    assert rules.parse_upn("B801200005001") == "B801200005001"
    new_la = "9400000200001"[1:]
    assert rules.parse_upn(rules.upn_letter(new_la) + new_la)


@given(DIGITS, st.integers(1, 12))
def test_any_one_mistyped_digit_is_caught(tail: str, place: int) -> None:
    upn = rules.upn_letter("908" + tail) + "908" + tail
    wrong = upn[:place] + str((int(upn[place]) + 1) % 10) + upn[place + 1 :]
    with pytest.raises(ValueError, match="check letter"):
        rules.parse_upn(wrong)


@pytest.mark.parametrize(
    "text", ["", "908200005001", "I908200005001", "B80120000500I", "B8012000050012", "B80120000500é"]
)
def test_what_is_no_upn_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"UPN.*\."):
        rules.parse_upn(text)


@pytest.mark.parametrize(
    "text", ["2012-03-04", "04/03/2012", "4/3/2012", "04-03-2012", "2012-03-04 00:00:00", " 04/03/2012 "]
)
def test_three_spellings_of_one_day(text: str) -> None:
    assert rules.parse_date(text) == datetime.date(2012, 3, 4)


@pytest.mark.parametrize(
    "text", ["03/31/2012", "2012/03/04", "4 March 2012", "29/02/2013", "04/03/12", "41000", "01/01/0001"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^[A-Z“].*\.$"):
        rules.parse_date(text)


def test_an_empty_date_is_no_date() -> None:
    assert rules.parse_date(" ") is None


@pytest.mark.parametrize(
    ("text", "year"), [("2024/25", 2024), ("2024-25", 2024), ("202425", 2024), ("2024/2025", 2024)]
)
def test_academic_years(text: str, year: int) -> None:
    assert rules.parse_academic_year(text) == year


@pytest.mark.parametrize("text", ["2025", "2024/26", "24/25", "", "1924/25"])
def test_a_year_that_could_be_two_years_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="2024/25"):
        rules.parse_academic_year(text)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("N1", -2),
        ("n2", -1),
        ("R", 0),
        ("Reception", 0),
        ("7", 7),
        ("Year 7", 7),
        ("Y5", 5),
        ("7.0", 7),
        ("14", 14),
        ("X", rules.NO_NC_YEAR),
    ],
)
def test_year_groups(text: str, year: int) -> None:
    assert rules.parse_nc_year(text) == year


@pytest.mark.parametrize("text", ["", "0", "15", "Seven", "-1", "7.5"])
def test_no_year_group(text: str) -> None:
    with pytest.raises(ValueError, match="year group"):
        rules.parse_nc_year(text)


def test_an_unknown_flag_is_refused_where_it_decides_the_group() -> None:
    assert rules.parse_known_flag("true") is True
    assert rules.parse_flag("") is False
    with pytest.raises(ValueError, match="group"):
        rules.parse_known_flag(" ")
    with pytest.raises(ValueError, match="Write Y or N"):
        rules.parse_flag("maybe")


@pytest.mark.parametrize(
    ("assessment", "text", "expected"),
    [
        ("ks2_reading", "104", (104.0, "")),
        ("ks2_reading", "104.0", (104.0, "")),
        ("ks2_reading", "b", (None, "B")),
        ("ks2_writing", "exs", (None, "EXS")),
        ("phonics", "0", (0.0, "")),
        ("phonics", "Wa", (None, "WA")),
        ("mtc", "25", (25.0, "")),
        ("gld", "1", (1.0, "")),
        ("ks4_english", "U", (0.0, "")),
        ("ks4_english", "a*", (8.5, "")),
        ("ks4_attainment8", "46.25", (46.25, "")),
        ("reading_sas", "69", (69.0, "")),
    ],
)
def test_results_that_are_read(assessment: str, text: str, expected: tuple[float | None, str]) -> None:
    assert rules.parse_result(ASSESSMENTS[assessment], text) == expected


@pytest.mark.parametrize(
    ("assessment", "text"),
    [
        ("ks2_reading", "121"), ("ks2_reading", "79"), ("ks2_reading", "100.5"), ("ks2_reading", ""),
        ("ks2_reading", "EXS"), ("ks2_writing", "104"), ("phonics", "41"), ("phonics", "-1"), ("mtc", "NaN"),
        ("mtc", "1e1"), ("gld", "2"), ("ks4_english", "10"), ("ks4_attainment8", "90.01"), ("reading_sas", "٦٩"),
    ],
)  # fmt: skip
def test_results_that_are_refused_say_what_is_taken(assessment: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"[.…]$") as error:
        rules.parse_result(ASSESSMENTS[assessment], text)
    assert len(str(error.value)) <= 300


PARSERS = [
    rules.parse_upn, rules.parse_date, rules.parse_academic_year, rules.parse_nc_year, rules.parse_flag,
    rules.parse_known_flag, rules.parse_sex, rules.parse_sen, rules.parse_ethnicity, rules.parse_name,
    rules.parse_urn, rules.parse_term, rules.parse_sessions, rules.parse_assessment, rules.parse_checkpoint,
]  # fmt: skip


@given(st.sampled_from(PARSERS), st.text(max_size=400) | st.text("0123456789/-.YNRX ", max_size=14))
def test_no_text_whatever_gives_more_than_a_sentence(parser, text: str) -> None:
    sentence = "Read."
    try:
        parser(text)
    except ValueError as error:
        sentence = str(error)
    assert sentence[0].isupper() or sentence[0] == "“"
    assert len(sentence) <= 300
