"""The days of an academic year: what cannot be, what is odd, and what a change moves. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from celt.lib.days import british
from celt.lib.sentences import listed
from celt.lib.terms import TERMS, year_label

DAY = datetime.timedelta(days=1)
# Terms of a school begin in August at the earliest and end in August at the latest.
LONGEST_HALF_TERM = 23
# Holidays longer than this between two terms of a year are asked about.
LONGEST_HOLIDAY = 28


@dataclass(frozen=True, slots=True)
class TermDays:
    starts: datetime.date
    ends: datetime.date
    half_starts: datetime.date | None = None
    half_ends: datetime.date | None = None

    def at_school(self, day: datetime.date) -> bool:
        away = self.half_starts and self.half_ends and self.half_starts <= day <= self.half_ends
        return self.starts <= day <= self.ends and not away and day.weekday() < 5


Year = Mapping[str, TermDays]
Fault = tuple[str, str]


def faults(year: int, terms: Year, before: datetime.date | None, after: datetime.date | None) -> Iterator[Fault]:
    """(field, sentence) of all that cannot be. `before`: the last day of the year before; `after`: the first day of the
    year after, where the trust has set them."""
    first, last = datetime.date(year, 8, 1), datetime.date(year + 1, 8, 31)
    for name in TERMS:
        term = terms[name]
        if term.ends <= term.starts:
            yield (
                f"{name}_ends",
                f"The {name} term ends on {british(term.ends)}, before it has begun on {british(term.starts)}. "
                "Put one of the two right.",
            )
            continue
        for field, day in (("starts", term.starts), ("ends", term.ends)):
            if not first <= day <= last:
                yield (
                    f"{name}_{field}",
                    f"{british(day)} is not a day of {year_label(year)}, which runs from {british(first)} to "
                    f"{british(last)}. Check the year that you typed.",
                )
        yield from _half_term(name, term)
    for (name, term), (following, later) in pairwise((name, terms[name]) for name in TERMS):
        if term.starts < term.ends and later.starts <= term.ends:
            yield (
                f"{following}_starts",
                f"The {following} term begins on {british(later.starts)}, and the {name} term ends on "
                f"{british(term.ends)}: they overlap. Let one begin after the other has ended.",
            )
    if before and terms["autumn"].starts <= before:
        yield (
            "autumn_starts",
            f"The summer term of {year_label(year - 1)} ends on {british(before)}. Let the autumn term begin after it.",
        )
    if after and terms["summer"].ends >= after:
        yield (
            "summer_ends",
            f"The autumn term of {year_label(year + 1)} begins on {british(after)}. Let the summer term end before it.",
        )


def _half_term(name: str, term: TermDays) -> Iterator[Fault]:
    starts, ends = term.half_starts, term.half_ends
    if starts is None and ends is None:
        return
    if starts is None or ends is None:
        missing = "half_starts" if starts is None else "half_ends"
        which = "first" if starts is None else "last"
        yield f"{name}_{missing}", f"Give the {which} day of the {name} half-term too, or leave both out."
    elif ends < starts:
        yield f"{name}_half_ends", f"The {name} half-term ends before it begins. Put one of the two days right."
    elif not term.starts < starts <= ends < term.ends:
        yield (
            f"{name}_half_starts",
            f"The {name} half-term does not lie within its term, {british(term.starts)} to {british(term.ends)}.",
        )
    elif (ends - starts).days >= LONGEST_HALF_TERM:
        yield f"{name}_half_ends", f"The {name} half-term lasts {(ends - starts).days + 1} days. Check its last day."


def past_faults(old: Year, new: Year, used: Mapping[str, str], today: datetime.date) -> Iterator[Fault]:
    """A term that is over and by which things were kept stays where it was. `used`: by term, what was kept."""
    for name, was in old.items():
        now = new[name]
        if was.ends >= today or name not in used or (was.starts, was.ends) == (now.starts, now.ends):
            continue
        field = "starts" if was.starts != now.starts else "ends"
        yield (
            f"{name}_{field}",
            f"The {name} term is over, and {used[name]} kept by its days: they stay from {british(was.starts)} to "
            f"{british(was.ends)}. Put these back; you can change everything that is still to come.",
        )


def oddities(terms: Year) -> Iterator[str]:
    """What can be, and is seldom meant."""
    for (name, term), (following, later) in pairwise((name, terms[name]) for name in TERMS):
        free = (later.starts - term.ends).days - 1
        if free > LONGEST_HOLIDAY:
            yield (
                f"Between the {name} and the {following} term lie {free} days without school. Is a day of one mistyped?"
            )
    for name in TERMS:
        for word, day in (("begins", terms[name].starts), ("ends", terms[name].ends)):
            if day.weekday() > 4:
                yield f"The {name} term {word} on {day:%A} {british(day)}."
    without = [name for name in TERMS if terms[name].half_starts is None]
    if without:
        yield f"No half-term is set in {listed(without)}."


def moves(old: Year, new: Year) -> Iterator[str]:
    """What a change moves, in the order of the year. `old` has the terms that the trust dated before."""
    for name in TERMS:
        was, now = old.get(name), new[name]
        if was is None:
            yield f"The {name} term is set: {british(now.starts)} to {british(now.ends)}."
            continue
        if was.starts != now.starts:
            yield f"The {name} term begins on {british(now.starts)} instead of {british(was.starts)}."
        if was.ends != now.ends:
            yield f"The {name} term ends on {british(now.ends)} instead of {british(was.ends)}."
        if (was.half_starts, was.half_ends) != (now.half_starts, now.half_ends):
            yield f"The {name} half-term is {_span(now)} instead of {_span(was)}."


def _span(term: TermDays) -> str:
    if term.half_starts is None or term.half_ends is None:
        return "none"
    return f"{british(term.half_starts)} to {british(term.half_ends)}"


def newly_free(old: Year, new: Year, inset: set[datetime.date], inset_before: set[datetime.date]) -> set[datetime.date]:
    """Days that were school days and are none any more."""
    days: set[datetime.date] = set()
    for term in old.values():
        day = term.starts
        while day <= term.ends:
            was = term.at_school(day) and day not in inset_before
            if was and (day in inset or not any(now.at_school(day) for now in new.values())):
                days.add(day)
            day += DAY
    return days
