"""The academic years of a trust as its administrators keep them, and what a change of one moves."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from academies.access import Person
from academies.models import Academy, InsetDay, Term, Trust
from academies.providers import Event, events
from academies.rules.terms import TermDays, moves, newly_free, oddities
from academies.services.terms import Inset, days_of
from accounts.models import User
from celt.lib.days import british, span_of_days
from celt.lib.terms import FIRST_YEAR, LAST_YEAR, TERMS, usual_days, year_label, year_on

SHOWN = 10


@dataclass(frozen=True, slots=True)
class TermRow:
    name: str
    days: str
    half_term: str
    own: bool


@dataclass(frozen=True, slots=True)
class YearCard:
    year: int
    label: str
    terms: tuple[TermRow, ...]
    inset: tuple[str, ...]
    when: int

    @property
    def past(self) -> bool:
        return self.when < 0

    @property
    def set(self) -> bool:
        return all(term.own for term in self.terms)


@dataclass(frozen=True, slots=True)
class Preview:
    """`moved`: which days change. `odd`: what is seldom meant. `landing`: what stands on days that become free."""

    moved: tuple[str, ...]
    odd: tuple[str, ...]
    landing: tuple[tuple[str, str], ...]
    more: int


def year_cards(user: User, trust: Trust | None, today: datetime.date) -> list[YearCard]:
    """Next year, this one, and each before it that has days of its own. Two queries."""
    terms: dict[tuple[int, str], Term] = {
        (term.academic_year, term.name): term for term in Term.objects.visible_to(user).filter(trust=trust)
    }
    inset: dict[int, list[str]] = {}
    for day in InsetDay.objects.visible_to(user).current().filter(trust=trust).select_related("academy"):
        inset.setdefault(day.academic_year, []).append(
            f"{british(day.day)}, {day.academy}" if day.academy else british(day.day)
        )
    running = year_on(today)
    years = {year for year, _ in terms} | {running, running + 1}
    return [
        YearCard(
            year,
            year_label(year),
            tuple(_row(year, name, terms.get((year, name))) for name in TERMS),
            tuple(inset.get(year, ())),
            year - running,
        )
        for year in sorted(years, reverse=True)
        if FIRST_YEAR <= year <= LAST_YEAR
    ]


def _row(year: int, name: str, term: Term | None) -> TermRow:
    starts, ends = (term.starts, term.ends) if term else usual_days(year, name)
    half = (
        span_of_days(term.half_term_starts, term.half_term_ends)
        if term and term.half_term_starts and term.half_term_ends
        else ""
    )
    return TermRow(name.capitalize(), span_of_days(starts, ends), half, term is not None)


def year_now(user: User, trust: Trust | None, year: int) -> tuple[dict[str, TermDays], list[InsetDay]]:
    """What is kept of the year. Two queries."""
    terms = days_of(Term.objects.visible_to(user).filter(trust=trust, academic_year=year))
    inset = InsetDay.objects.visible_to(user).current().filter(trust=trust, academic_year=year)
    return terms, list(inset.select_related("academy").order_by("day", "academy__name"))


def preview(
    user: User,
    person: Person,
    academies: Sequence[Academy],
    before: tuple[dict[str, TermDays], list[InsetDay]],
    terms: dict[str, TermDays],
    inset: set[Inset],
) -> Preview:
    """Of what lands on academies, that which somebody set a day for. The queries of a calendar, where days become
    free."""
    old, old_inset = before
    was = {(each.day, each.academy_id) for each in old_inset}
    moved = list(moves(old, terms))
    names = {academy.pk: academy.name for academy in academies}
    for words, days in (("is a new INSET day", inset - was), ("is no INSET day any more", was - inset)):
        moved += [
            f"{british(day)} {words}{f' of {names.get(academy, str())}' if academy else ' of the whole trust'}."
            for day, academy in sorted(days, key=lambda each: (each[0], each[1] or 0))
        ]
    found: list[Event] = []
    free = newly_free(old, terms, {d for d, a in inset if a is None}, {d for d, a in was if a is None})
    alone = {(day, academy) for day, academy in inset - was if academy}
    touched = free | {day for day, _ in alone}
    if touched:
        near = events.collect(user, person, academies, min(touched), max(touched))
        found = [e for e in near if e.firm and e.load and (e.starts in free or (e.starts, e.academy) in alone)]
    lines = tuple(
        (f"{british(e.starts)}: {e.title}{f' at {names[e.academy]}' if e.academy in names else ''}", e.url)
        for e in found[:SHOWN]
    )
    return Preview(tuple(moved), tuple(oddities(terms)), lines, max(len(found) - SHOWN, 0))
