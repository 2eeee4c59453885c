"""What became of a figure, in words that own up to chance; and where an academy stands on its way."""

import datetime
from dataclasses import replace

import pytest

from checkpoints.rules.days import days_words, is_late, may_withdraw, standing
from checkpoints.rules.frozen import Frozen, as_data, thawed
from checkpoints.rules.moved import OTHERS_FELL, SAYS_LITTLE, moved

READING = Frozen("reading_sas_mean", "dis", "all", 2025, "Autumn", 92.0, "92", 91.0, 93.0, 60)
GAP = Frozen("attendance_rate", "gap", "all", 2025, "Autumn", 4.0, "4 points behind", 3.5, 4.5, 60)
DAY = datetime.date(2026, 3, 10)


def at(frozen: Frozen, value: float, half: float = 1.0, **more: object) -> Frozen:
    return replace(frozen, value=value, low=value - half, high=value + half, **more)  # type: ignore[arg-type]


def test_a_change_beyond_chance_says_so() -> None:
    told = moved(READING, at(READING, 97.0))
    assert (told.word, told.tone) == ("Better", "good")
    assert "moved the right way by 5 points, more than chance explains" in told.says
    assert moved(READING, at(READING, 87.0)).word == "Worse"


def test_a_change_within_chance_is_no_success() -> None:
    told = moved(READING, at(READING, 93.0))
    assert (told.word, told.tone) == ("May be chance", "warn")
    assert "no more than chance could do" in told.says


def test_a_gap_that_shrinks_is_better_and_others_who_fell_are_named() -> None:
    assert moved(GAP, at(GAP, 1.0, 0.5)).word == "Better"
    fell = moved(GAP, at(GAP, 1.0, 0.5, others_fell=True))
    assert fell.word == "Others fell"
    assert OTHERS_FELL in fell.says


def test_figures_of_other_points_of_the_year_are_not_held_against_each_other() -> None:
    assert moved(GAP, at(GAP, 1.0, at="Summer")).says == SAYS_LITTLE
    assert moved(READING, at(READING, 97.0, at="Summer")).word == "Better", "a standardised test allows for the months"


@pytest.mark.parametrize(
    ("then", "now", "word"),
    [
        (None, READING, "No figure to start from"),
        (Frozen("reading_sas_mean", "dis", "all", 2025, "Autumn", why_none="Too few."), READING,
         "No figure to start from"),
        (READING, None, "Not read again yet"),
        (READING, Frozen("reading_sas_mean", "dis", "all", 2026, "Autumn", why_none="Too few."), "No figure to read"),
        (READING, READING, "No change"),
        (READING, replace(READING, value=97.0, low=None, high=None), "Better, not sure"),
    ],
)  # fmt: skip
def test_where_there_is_nothing_to_compare_it_says_so(then: Frozen | None, now: Frozen | None, word: str) -> None:
    assert moved(then, now).word == word


def test_a_figure_that_is_hidden_tells_no_number() -> None:
    hidden = Frozen("reading_sas_mean", "dis", "all", 2026, "Autumn", why_none="Too few pupils to show.")
    told = moved(READING, hidden)
    assert told.says == "Too few pupils to show."
    assert told.picture is None


def test_what_is_kept_is_read_again_as_it_was() -> None:
    assert thawed(as_data([READING, GAP])) == [READING, GAP]
    assert READING.provenance == ["Autumn 2025/26", "60 disadvantaged pupils", "95% interval 91 to 93"]


def test_late_begins_the_day_after_and_withdrawing_ends_with_the_day_of_decision() -> None:
    assert not is_late(DAY, DAY)
    assert is_late(DAY + datetime.timedelta(days=1), DAY)
    assert may_withdraw(DAY - datetime.timedelta(days=1), DAY, decided=False)
    assert not may_withdraw(DAY, DAY, decided=False)
    assert not may_withdraw(DAY - datetime.timedelta(days=1), DAY, decided=True)


@pytest.mark.parametrize(
    ("days", "handed_in", "late", "decided", "word"),
    [
        (0, False, False, "", "Not handed in"),
        (0, True, False, "", "Handed in, decision to come"),
        (0, True, True, "", "Handed in late, decision to come"),
        (30, True, False, "", "Decision overdue"),
        (30, True, False, "none", "None needed, with its reason"),
        (30, False, False, "intervention", "Intervention decided"),
    ],
)
def test_where_an_academy_stands(days: int, handed_in: bool, late: bool, decided: str, word: str) -> None:
    today = DAY + datetime.timedelta(days=days)
    by = DAY + datetime.timedelta(days=10)
    assert standing(today, DAY, by, handed_in=handed_in, late=late, decided=decided).word == word


def test_days_are_told_as_people_count_them() -> None:
    one = datetime.timedelta(days=1)
    assert [days_words(DAY + n * one, DAY) for n in (0, 1, -1)] == ["today", "tomorrow", "yesterday"]
    assert days_words(DAY + 3 * one, DAY) == "in 3 days, on 13 March 2026"
    assert days_words(DAY - 3 * one, DAY) == "3 days ago, on 7 March 2026"
