"""What a category owes, as dated promises: sums, days and order for any year, and the whole recomputed day by day."""

import datetime
import math
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academies.models.support import IN_DAYS, SupportKind
from academies.rules import entitlement as rules
from academies.rules.entitlement import (
    CATEGORY_REVIEW,
    COACHING_DAYS,
    FULL_DAY_REVIEW,
    LEADER_DAYS,
    PARTNERSHIP,
    VISIT,
    TermDays,
    YearOfSupport,
    calendar_terms,
    dated_promises,
    terms_of_year,
)
from celt.lib.terms import year_on

DAY = datetime.timedelta(days=1)
YEAR = 2026
TERMS = (
    TermDays(2026, datetime.date(2026, 9, 2), datetime.date(2026, 12, 18)),
    TermDays(2026, datetime.date(2027, 1, 4), datetime.date(2027, 3, 25)),
    TermDays(2026, datetime.date(2027, 4, 12), datetime.date(2027, 7, 22)),
)
FIRST, LAST = datetime.date(2026, 9, 1), datetime.date(2027, 8, 31)
AUTUMN, SPRING, SUMMER = (term.ends for term in TERMS)

halves = st.integers(0, 80).map(lambda n: Decimal(n) / 2)
years_of_support = st.builds(
    YearOfSupport,
    visits=st.integers(0, 4),
    full_day_reviews=st.integers(0, 1),
    leader_days=halves,
    coaching_days=halves,
    partnership_meetings=st.integers(0, 6),
    category_reviews=st.sampled_from([1, 2, 3, 6]),
)
days = st.dates(datetime.date(2026, 9, 1), datetime.date(2028, 8, 31))
periods = st.tuples(days, days).map(sorted)


@st.composite
def own_terms(draw: st.DrawFn) -> tuple[TermDays, ...]:
    """Three terms in a year, of any length from a day, one after the other; or none, for the calendar to stand in."""
    if draw(st.booleans()):
        return ()
    cuts = sorted(draw(st.sets(st.integers(0, 364), min_size=6, max_size=6)))
    at = [FIRST + day * DAY for day in cuts]
    return tuple(TermDays(YEAR, at[2 * nth], at[2 * nth + 1]) for nth in range(3))


def due(promises: list, kind: str) -> list[datetime.date]:
    return [promise.due for promise in promises if promise.kind == kind]


def summed(promises: list, kind: str, year: int | None = None) -> Decimal:
    return sum(
        (each.amount for each in promises if each.kind == kind and year in (None, year_on(each.due))), Decimal(0)
    )


# The oracle: it walks the days of a year one by one, and knows nothing of parts and their weights.


def walked(
    year: int, terms: tuple[TermDays, ...], first: datetime.date, last: datetime.date
) -> list[tuple[int, Fraction]]:
    """For each day of the period within a term: which term, and what the day weighs of the year."""
    of_year = [term for term in terms if term.academic_year == year] or list(calendar_terms(year))
    found = []
    for number, term in enumerate(of_year):
        length = (term.ends - term.starts).days + 1
        for nth in range(length):
            if first <= term.starts + nth * DAY <= last:
                found.append((number, Fraction(1, 3 * length)))
    return found


def recomputed(a_year: Fraction, walk: list[tuple[int, Fraction]], *, step: int) -> Fraction:
    """The share of a year's amount, rounded up to 1/step."""
    return Fraction(math.ceil(a_year * sum((weight for _, weight in walk), Fraction(0)) * step), step)


def terms_of_things(number: int, walk: list[tuple[int, Fraction]]) -> Counter[int]:
    """In which terms `number` things lie that stand in the middles of equal shares of what is walked."""
    whole, before = sum((weight for _, weight in walk), Fraction(0)), Fraction(0)
    places = [whole * (2 * nth + 1) / (2 * number) for nth in range(number)]
    found: Counter[int] = Counter()
    for term, weight in walk:
        found[term] += sum(before < place <= before + weight for place in places)
        before += weight
    return +found


def term_at(day: datetime.date, year: int, terms: tuple[TermDays, ...]) -> int:
    of_year = [term for term in terms if term.academic_year == year] or list(calendar_terms(year))
    return next(number for number, term in enumerate(of_year) if term.starts <= day <= term.ends)


@given(years_of_support, periods, own_terms())
def test_sums_and_places_are_those_of_a_walk_through_the_days(support, period, terms):
    first, last = period
    promises = dated_promises(support, first, last, terms)
    for year in range(year_on(first), year_on(last) + 1):
        walk = walked(year, terms, first, last)
        for kind, a_year in ((LEADER_DAYS, support.leader_days), (COACHING_DAYS, support.coaching_days)):
            assert summed(promises, kind, year) == recomputed(Fraction(a_year), walk, step=2)
        whole = {
            VISIT: support.visits,
            FULL_DAY_REVIEW: support.full_day_reviews,
            PARTNERSHIP: support.partnership_meetings,
        }
        for kind, a_year in whole.items():
            number = recomputed(Fraction(a_year), walk, step=1)
            assert summed(promises, kind, year) == number
            found = Counter(term_at(day, year, terms) for day in due(promises, kind) if year_on(day) == year)
            assert found == (terms_of_things(int(number), walk) if number else Counter())


@given(years_of_support, periods, own_terms())
def test_promises_lie_within_the_period_in_order_whole_or_in_halves(support, period, terms):
    first, last = period
    promises = dated_promises(support, first, last, terms)
    assert all(first <= promise.due <= last for promise in promises)
    assert [promise.due for promise in promises] == sorted(promise.due for promise in promises)
    for promise in promises:
        assert promise.amount > 0
        assert promise.amount * 2 % 1 == 0
        if promise.kind not in IN_DAYS:
            assert promise.amount == 1


@given(years_of_support, st.lists(days, min_size=1, max_size=5, unique=True), own_terms())
def test_a_year_decided_again_and_again_owes_no_more_whole_things_than_a_year(support, turns, terms):
    """However often the category is decided anew within a year, each decision knowing what stands of those before."""
    starts = [FIRST, *sorted(turn for turn in turns if FIRST < turn <= LAST)]
    ends = [*(day - DAY for day in starts[1:]), LAST]
    kept: list = []
    for first, last in zip(starts, ends, strict=True):
        already = {YEAR: Counter(promise.kind for promise in kept)}
        # What was promised beyond the day of the next decision is called off by it.
        kept += [each for each in dated_promises(support, first, LAST, terms, already=already) if each.due <= last]
    assert summed(kept, VISIT) <= support.visits
    assert summed(kept, FULL_DAY_REVIEW) <= support.full_day_reviews
    assert summed(kept, PARTNERSHIP) <= support.partnership_meetings


@given(st.integers(1, 6), own_terms())
def test_the_whole_year_owes_the_whole_year(number, terms):
    support = YearOfSupport(visits=number, leader_days=Decimal(number) / 2, partnership_meetings=6, category_reviews=3)
    promises = dated_promises(support, FIRST, LAST, terms)
    assert summed(promises, VISIT) == number
    assert summed(promises, LEADER_DAYS) == Decimal(number) / 2
    assert summed(promises, PARTNERSHIP) == 6
    assert len(due(promises, CATEGORY_REVIEW)) == 3


def test_a_year_of_four_visits_nine_days_and_a_review():
    support = YearOfSupport(4, 1, Decimal(9), Decimal("2.5"), 6, 3)
    promises = dated_promises(support, FIRST, LAST, TERMS)
    assert due(promises, VISIT) == [AUTUMN, datetime.date(2027, 2, 12), SPRING, SUMMER]
    assert due(promises, FULL_DAY_REVIEW) == [SPRING], "in the middle term"
    assert due(promises, CATEGORY_REVIEW) == [AUTUMN, SPRING, SUMMER]
    assert [(int(each.amount), each.due) for each in promises if each.kind == LEADER_DAYS] == [
        (3, AUTUMN), (3, SPRING), (3, SUMMER),
    ]  # fmt: skip
    assert [each.amount for each in promises if each.kind == COACHING_DAYS] == [1, Decimal("0.5"), 1]
    assert Counter(promise.due <= AUTUMN for promise in promises if promise.kind == PARTNERSHIP)[True] == 2


def test_a_decision_from_january_owes_two_of_three_terms():
    support = YearOfSupport(3, 1, Decimal(9), Decimal(0), 6, 1)
    promises = dated_promises(support, datetime.date(2027, 1, 4), LAST, TERMS)
    assert summed(promises, VISIT) == 2
    assert summed(promises, LEADER_DAYS) == 6
    assert summed(promises, PARTNERSHIP) == 4
    assert due(promises, FULL_DAY_REVIEW) == [SPRING]
    assert due(promises, CATEGORY_REVIEW) == [SUMMER]


def test_a_decision_of_december_is_not_looked_at_again_that_month():
    promises = dated_promises(YearOfSupport(category_reviews=3), datetime.date(2026, 12, 1), LAST, TERMS)
    assert due(promises, CATEGORY_REVIEW) == [SPRING, SUMMER]


def test_a_period_in_the_holidays_owes_nothing():
    august = datetime.date(2027, 8, 1), LAST
    assert dated_promises(YearOfSupport(4, 1, Decimal(9), Decimal(9), 6, 6), *august, TERMS) == []


def test_no_promise_is_due_on_a_sunday_where_a_friday_is_left():
    terms = (
        TermDays(2026, datetime.date(2026, 9, 1), datetime.date(2026, 12, 20)),
        TermDays(2026, datetime.date(2027, 1, 2), datetime.date(2027, 3, 28)),
        TermDays(2026, datetime.date(2027, 4, 10), datetime.date(2027, 7, 25)),
    )
    promises = dated_promises(YearOfSupport(4, 1, Decimal(9), Decimal(9), 6, 6), FIRST, LAST, terms)
    assert promises
    assert all(promise.due.weekday() < 5 for promise in promises)


@pytest.mark.parametrize("known", [(), TERMS[:2]])
def test_without_three_terms_the_calendar_stands_in_and_it_is_said(known):
    terms, by_calendar = terms_of_year(YEAR, known)
    assert by_calendar
    assert [term.ends for term in terms] == [
        datetime.date(2026, 12, 31), datetime.date(2027, 3, 31), datetime.date(2027, 7, 31),
    ]  # fmt: skip
    assert terms_of_year(YEAR, TERMS) == (TERMS, False)


def test_the_kinds_are_those_of_the_model():
    assert set(rules.KINDS) == set(SupportKind.values)
    assert set(IN_DAYS) == {LEADER_DAYS, COACHING_DAYS}
