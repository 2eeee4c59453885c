"""What the days of a year may be, what is asked about, and what a change moves."""

import datetime

import pytest

from academies.rules.terms import TermDays, faults, moves, newly_free, oddities, past_faults

D = datetime.date
YEAR = {
    "autumn": TermDays(D(2026, 9, 2), D(2026, 12, 18), D(2026, 10, 26), D(2026, 10, 30)),
    "spring": TermDays(D(2027, 1, 4), D(2027, 3, 25), D(2027, 2, 15), D(2027, 2, 19)),
    "summer": TermDays(D(2027, 4, 12), D(2027, 7, 21), D(2027, 5, 31), D(2027, 6, 4)),
}


def found(before=None, after=None, **changed: TermDays) -> list[tuple[str, str]]:
    return list(faults(2026, {**YEAR, **changed}, before, after))


def test_a_plain_year_has_no_fault_and_nothing_odd():
    assert found() == []
    assert list(oddities(YEAR)) == []


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"autumn": TermDays(D(2026, 12, 18), D(2026, 9, 2))}, "autumn_ends", "before it has begun"),
        ({"spring": TermDays(D(2026, 12, 14), D(2027, 3, 25))}, "spring_starts", "they overlap"),
        ({"spring": TermDays(D(2026, 12, 18), D(2027, 3, 25))}, "spring_starts", "they overlap"),
        ({"summer": TermDays(D(2027, 4, 12), D(2027, 9, 1))}, "summer_ends", "not a day of 2026/27"),
        ({"autumn": TermDays(D(2025, 9, 2), D(2026, 12, 18))}, "autumn_starts", "not a day of 2026/27"),
        (
            {"autumn": TermDays(D(2026, 9, 2), D(2026, 12, 18), D(2026, 10, 26), None)},
            "autumn_half_ends",
            "Give the last day",
        ),
        (
            {"autumn": TermDays(D(2026, 9, 2), D(2026, 12, 18), None, D(2026, 10, 30))},
            "autumn_half_starts",
            "Give the first day",
        ),
        (
            {"autumn": TermDays(D(2026, 9, 2), D(2026, 12, 18), D(2026, 10, 30), D(2026, 10, 26))},
            "autumn_half_ends",
            "ends before it begins",
        ),
        (
            {"autumn": TermDays(D(2026, 9, 2), D(2026, 12, 18), D(2026, 12, 21), D(2026, 12, 24))},
            "autumn_half_starts",
            "does not lie within",
        ),
        (
            {"autumn": TermDays(D(2026, 9, 2), D(2026, 12, 18), D(2026, 10, 1), D(2026, 11, 1))},
            "autumn_half_ends",
            "lasts 32 days",
        ),
    ],
)
def test_what_cannot_be_is_said_beside_its_day(changed, field, says):
    ((where, sentence),) = found(**changed)
    assert where == field
    assert says in sentence


def test_the_years_around_are_kept_clear():
    assert [field for field, _ in found(before=D(2026, 9, 2))] == ["autumn_starts"]
    assert [field for field, _ in found(after=D(2027, 7, 21))] == ["summer_ends"]
    assert not found(before=D(2026, 9, 1), after=D(2027, 7, 22))


def test_a_past_term_that_was_used_stays_and_the_rest_may_move():
    today = D(2027, 1, 10)
    moved = {
        **YEAR,
        "autumn": TermDays(D(2026, 9, 1), D(2026, 12, 18)),
        "spring": TermDays(D(2027, 1, 5), D(2027, 3, 25)),
    }
    used = {"autumn": "4 snapshots of plans are", "spring": "2 self-evaluations are"}
    ((field, sentence),) = past_faults(YEAR, moved, used, today)
    assert field == "autumn_starts"
    assert "4 snapshots of plans are kept by its days" in sentence
    assert not list(past_faults(YEAR, moved, {}, today))
    assert not list(past_faults(YEAR, YEAR, used, today))


def test_a_long_holiday_a_weekend_and_a_missing_half_term_are_asked_about():
    odd = {
        **YEAR,
        "spring": TermDays(D(2027, 1, 3), D(2027, 3, 25)),
        "summer": TermDays(D(2027, 5, 12), D(2027, 7, 21), D(2027, 5, 31), D(2027, 6, 4)),
    }
    told = " ".join(oddities(odd))
    assert "Between the spring and the summer term lie 47 days" in told
    assert "begins on Sunday" in told
    assert "No half-term is set in spring." in told


def test_moves_are_told_in_the_order_of_the_year():
    new = {
        "autumn": TermDays(D(2026, 9, 3), D(2026, 12, 18)),
        "spring": YEAR["spring"],
        "summer": YEAR["summer"],
    }
    old = {"autumn": YEAR["autumn"], "spring": YEAR["spring"]}
    assert list(moves(old, new)) == [
        "The autumn term begins on 3 September 2026 instead of 2 September 2026.",
        "The autumn half-term is none instead of 26 October 2026 to 30 October 2026.",
        "The summer term is set: 12 April 2027 to 21 July 2027.",
    ]


def test_days_that_become_free_are_school_days_that_were():
    shorter = {**YEAR, "autumn": TermDays(D(2026, 9, 3), D(2026, 12, 18), D(2026, 10, 26), D(2026, 11, 2))}
    assert newly_free(YEAR, shorter, set(), set()) == {D(2026, 9, 2), D(2026, 11, 2)}
    assert newly_free(YEAR, YEAR, {D(2026, 9, 2), D(2026, 9, 5)}, set()) == {D(2026, 9, 2)}
    assert newly_free(YEAR, YEAR, {D(2026, 9, 2)}, {D(2026, 9, 2)}) == set()
