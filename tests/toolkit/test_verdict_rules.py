"""What verdicts come to, in words; and when one is wanted."""

import datetime

import pytest

from toolkit.rules.verdict import Tally, tally, wants_verdict

TODAY = datetime.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (Tally(), "nobody has tried it yet"),
        (Tally(held=("Ash",)), "held at Ash"),
        (Tally(held=("Ash", "Elm", "Oak"), did_not=("Yew",), not_yet=("Fir", "Box"), silent=("May",)),
         "held at 3 academies, did not hold at Yew, not yet known at 3"),
        (Tally(did_not=("Ash", "Elm")), "did not hold at Ash and Elm"),
        (Tally(silent=("Ash", "Elm", "Oak")), "not yet known at 3 academies"),
    ],
)  # fmt: skip
def test_a_few_academies_are_named_and_many_counted(found, says):
    assert found.says == says


def test_whoever_works_by_it_without_a_word_does_not_know_yet():
    found = tally({"Ash": "held", "Elm": "did_not", "Oak": "not_yet"}, ["Ash", "Yew", "Yew"])
    assert (found.held, found.did_not, found.not_yet, found.silent) == (("Ash",), ("Elm",), ("Oak",), ("Yew",))
    assert found.unknown == 2


@pytest.mark.parametrize(
    ("since", "last", "wanted"),
    [
        (None, None, False),
        (datetime.date(2025, 11, 22), None, True),
        (datetime.date(2025, 11, 23), None, False),
        (datetime.date(2024, 9, 1), datetime.date(2026, 1, 1), False),
        (datetime.date(2024, 9, 1), datetime.date(2025, 9, 1), True),
        (None, datetime.date(2020, 1, 1), False),
    ],
)
def test_a_verdict_is_wanted_a_year_after_use_began_and_a_year_after_the_last(since, last, wanted):
    assert wants_verdict(since, last, TODAY) is wanted
