"""What a category owes an academy, as dated promises: the year's support, laid over the terms that a period touches.

Each term weighs a third of its year, and the part of it that lies within the period as much of that as its days. A
period's share of the year is what its parts weigh together: a decision from January has two thirds. Days are rounded
up to halves, whole things up to the next whole; and of whole things never more than the year still has, so that a
category decided again each term does not promise each visit again. Reviews of the category keep to their rhythm.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from celt.lib.terms import year_on

VISIT, FULL_DAY_REVIEW, PARTNERSHIP, CATEGORY_REVIEW = "visit", "full_day_review", "partnership", "category_review"
LEADER_DAYS, COACHING_DAYS = "leader_days", "coaching_days"
KINDS = (VISIT, FULL_DAY_REVIEW, LEADER_DAYS, COACHING_DAYS, PARTNERSHIP, CATEGORY_REVIEW)
TERMS_A_YEAR = 3
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class YearOfSupport:
    """What a tier owes in a whole academic year; `category_reviews` is how often its category is looked at again."""

    visits: int = 0
    full_day_reviews: int = 0
    leader_days: Decimal = Decimal(0)
    coaching_days: Decimal = Decimal(0)
    partnership_meetings: int = 0
    category_reviews: int = 0


@dataclass(frozen=True, slots=True)
class TermDays:
    """A term of an academic year, both days counted."""

    academic_year: int
    starts: datetime.date
    ends: datetime.date


@dataclass(frozen=True, slots=True)
class DatedPromise:
    """`amount` is days for the kinds that are promised in days, otherwise 1. `due`: the last day that is in time."""

    kind: str
    amount: Decimal
    due: datetime.date


@dataclass(frozen=True, slots=True)
class _Part:
    """The days of one term that lie within the period. A whole term weighs 1."""

    first: datetime.date
    last: datetime.date
    weight: Fraction


def calendar_terms(year: int) -> tuple[TermDays, ...]:
    """The year by the calendar, for a trust that has not set its terms: to 31 December, to 31 March, to 31 July."""
    turns = (
        ((year, 9, 1), (year, 12, 31)),
        ((year + 1, 1, 1), (year + 1, 3, 31)),
        ((year + 1, 4, 1), (year + 1, 7, 31)),
    )
    return tuple(TermDays(year, datetime.date(*first), datetime.date(*last)) for first, last in turns)


def terms_of_year(year: int, known: Sequence[TermDays]) -> tuple[tuple[TermDays, ...], bool]:
    """The terms of the year in order, and whether the calendar had to stand in: all three are set, or none counts."""
    own = sorted((term for term in known if term.academic_year == year), key=lambda term: term.starts)
    return (tuple(own), False) if len(own) == TERMS_A_YEAR else (calendar_terms(year), True)


def dated_promises(
    support: YearOfSupport,
    first: datetime.date,
    last: datetime.date,
    terms: Sequence[TermDays],
    *,
    already: Mapping[int, Mapping[str, int]] | None = None,
) -> list[DatedPromise]:
    """The promises of a period in order of their days; a period within the holidays has none.

    `terms`: the trust's own, of any years. `already`: how many whole things of a kind a year was promised before.
    """
    found: list[DatedPromise] = []
    for year in range(year_on(first), year_on(last) + 1):
        of_year = terms_of_year(year, terms)[0]
        parts = _parts(of_year, first, last)
        given = (already or {}).get(year, {})
        share = _weight(parts) / TERMS_A_YEAR
        whole = (
            (VISIT, support.visits),
            (FULL_DAY_REVIEW, support.full_day_reviews),
            (PARTNERSHIP, support.partnership_meetings),
        )
        for kind, a_year in whole:
            number = min(math.ceil(a_year * share), max(0, a_year - given.get(kind, 0)))
            found += [DatedPromise(kind, Decimal(1), due) for due in _spread(number, parts)]
        for kind, days in ((LEADER_DAYS, support.leader_days), (COACHING_DAYS, support.coaching_days)):
            halves = math.ceil(Fraction(days) * share * 2)
            found += [DatedPromise(kind, Decimal(n) / 2, due) for n, due in _shared_out(halves, parts)]
        reviews = _rhythm(support.category_reviews, of_year, first, last)
        found += [DatedPromise(CATEGORY_REVIEW, Decimal(1), due) for due in reviews]
    return sorted(found, key=lambda promise: (promise.due, KINDS.index(promise.kind)))


def _parts(terms: Sequence[TermDays], first: datetime.date, last: datetime.date) -> list[_Part]:
    parts = []
    for term in terms:
        begins, ends = max(term.starts, first), min(term.ends, last)
        if begins <= ends:
            parts.append(_Part(begins, ends, Fraction((ends - begins).days + 1, (term.ends - term.starts).days + 1)))
    return parts


def _weight(parts: Sequence[_Part]) -> Fraction:
    return sum((part.weight for part in parts), Fraction(0))


def _spread(number: int, parts: Sequence[_Part]) -> Iterator[datetime.date]:
    """Days for `number` things, each in the middle of its equal share of the parts: one alone in the middle term.

    Several in one part are due one after the other, the last of them on the part's last day.
    """
    whole, before = _weight(parts), Fraction(0)
    places = [whole * (2 * nth + 1) / (2 * number) for nth in range(number)]
    for part in parts:
        here = sum(before < place <= before + part.weight for place in places)
        for nth in range(1, here + 1):
            yield _along(part.first, part.last, Fraction(nth, here))
        before += part.weight


def _rhythm(
    number: int, terms: Sequence[TermDays], first: datetime.date, last: datetime.date
) -> Iterator[datetime.date]:
    """Days for `number` reviews a year: every term is at the end of each, once a year at the end of the last.

    They stand in the year, not in the period. One that comes before half a beat of the period is over is left out:
    nobody looks again in December at what was decided that month.
    """
    for nth in range(1, number + 1):
        place = Fraction(TERMS_A_YEAR * nth, number)
        term = terms[math.ceil(place) - 1]
        day = _along(term.starts, term.ends, place - math.ceil(place) + 1)
        if first <= day <= last and _weight(_parts(terms, first, day)) * number * 2 >= TERMS_A_YEAR:
            yield day


def _shared_out(halves: int, parts: Sequence[_Part]) -> Iterator[tuple[int, datetime.date]]:
    """Half days for each part by its weight, with the last day of the part. Their sum is `halves`, to the last one."""
    whole, before, given = _weight(parts), Fraction(0), 0
    for part in parts:
        before += part.weight
        upto = math.floor(halves * before / whole + Fraction(1, 2))
        if upto > given:
            yield upto - given, _along(part.first, part.last, Fraction(1))
        given = upto


def _along(first: datetime.date, last: datetime.date, share: Fraction) -> datetime.date:
    """The day when that share of the days is over; the Friday before it where it is of a weekend and there is one."""
    day = first + (math.ceil(((last - first).days + 1) * share) - 1) * DAY
    friday = day - max(0, day.weekday() - 4) * DAY
    return friday if friday >= first else day
