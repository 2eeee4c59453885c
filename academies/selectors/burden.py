"""What lands on an academy in a term, week by week; and on all academies of a trust, side by side."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person, academies_where
from academies.models import Academy
from academies.models.academy import Phase
from academies.providers import Event, events
from academies.rules.burden import (
    HEAVY,
    QUARTERS,
    Clash,
    Week,
    clashes_in,
    day_and_month,
    day_of,
    goes_on,
    in_figures,
    in_words,
    monday_of,
    weeks_of,
)
from academies.selectors.term import TermFrame, place_of, terms_of
from accounts.models import User
from celt.lib.days import span_of_days
from celt.lib.names import short_names
from celt.lib.sentences import counted, listed, opened
from celt.ui.parts import Choice, Filter

SCHOOL_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
TO_SUNDAY = datetime.timedelta(days=6)


def level_of(quarters: int) -> int:
    """How dark a week is drawn: 0 nothing, 1 to half a day, 2 to a day, 3 to the line, 4 beyond it."""
    return next(level for level, most in enumerate((0, 2, 4, HEAVY, 10_000)) if quarters <= most)


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing where it stands in the picture or the list of a term."""

    event: Event
    day: datetime.date
    when: str
    takes: float

    @property
    def title(self) -> str:
        return self.event.title

    @property
    def url(self) -> str:
        return self.event.url

    @property
    def note(self) -> str:
        return self.event.note

    @property
    def firm(self) -> str:
        return "Day set" if self.event.firm else "Due by"

    @property
    def weekday(self) -> str:
        return f"{self.day:%a} {self.day.day}"

    @property
    def weekend(self) -> bool:
        return self.day.weekday() > 4


@dataclass(frozen=True, slots=True)
class WeekRow:
    week: Week
    days: tuple[tuple[str, tuple[Entry, ...]], ...]
    now: bool
    gone: bool

    @property
    def label(self) -> str:
        return f"{self.week.monday.day} {self.week.monday:%b}"

    @property
    def words(self) -> str:
        """'¾ day', '2¼ days'; 'nothing'."""
        figure = in_figures(self.week.quarters)
        return f"{figure} {'day' if self.week.quarters <= 4 else 'days'}" if self.week.quarters else "nothing"

    @property
    def level(self) -> int:
        return level_of(self.week.quarters)

    @property
    def drawn(self) -> int:
        """Quarters as the bar shows them: five days are all of it."""
        return min(self.week.quarters, 20)


@dataclass(frozen=True)
class TermPage:
    academy: Academy
    term: TermFrame
    answer: str
    lead: str
    rows: list[WeekRow]
    running: list[Entry]
    after: list[Entry]
    entries: list[Entry]
    ahead: list[Clash]
    gone: list[Clash]
    filters: list[Filter]
    previous: TermFrame | None
    following: TermFrame | None


def term_page(user: User, person: Person, academy: Academy, query: Mapping[str, str]) -> TermPage:
    """What lands on the academy in the term of the address, and in the holidays after it."""
    today = timezone.localdate()
    terms = terms_of(user, academy.trust, today)
    at = place_of(terms, query.get("term", ""), today)
    term = terms[at]
    first, last = monday_of(term.starts), max(term.until, monday_of(term.ends) + TO_SUNDAY)
    found = events.collect(user, person, [academy], first, last)
    weeks = weeks_of(term.starts, term.ends, found)
    clashes = clashes_in(weeks, today)
    entries = [_entry(event) for event in sorted(found, key=lambda e: (day_of(e), e.title))]
    in_term = [e for e in entries if day_of(e.event) <= weeks[-1].sunday]
    landing = [e.event for e in in_term if e.event.load]
    return TermPage(
        academy=academy,
        term=term,
        answer=answer_of(academy.name, term, landing, weeks, today),
        lead=_lead(weeks, clashes, today) if landing else "",
        rows=[_row(week, in_term, today) for week in weeks],
        running=[entry for entry in in_term if goes_on(entry.event)],
        after=entries[len(in_term) :],
        entries=entries,
        ahead=[clash for clash in clashes if clash.last >= today],
        gone=[clash for clash in clashes if clash.last < today],
        filters=[_term_filter(terms, term)],
        previous=terms[at - 1] if at else None,
        following=terms[at + 1] if at + 1 < len(terms) else None,
    )


def _entry(event: Event) -> Entry:
    day = day_of(event)
    when = span_of_days(event.starts, event.ends) if event.firm else span_of_days(event.ends, event.ends)
    return Entry(event, day, when, QUARTERS[event.load] / 4)


def _row(week: Week, entries: Sequence[Entry], today: datetime.date) -> WeekRow:
    """Monday to Friday; what stands on a weekend is shown on the Friday before it."""
    days = []
    for number, name in enumerate(SCHOOL_DAYS):
        day = week.monday + datetime.timedelta(days=number)
        until = day + datetime.timedelta(days=2) if number == 4 else day
        here = tuple(
            entry
            for entry in entries
            if not goes_on(entry.event) and day_of(entry.event) <= until and entry.event.ends >= day
        )
        days.append((f"{name[:3]} {day.day}", here))
    return WeekRow(week, tuple(days), now=week.monday <= today <= week.sunday, gone=week.sunday < today)


def answer_of(name: str, term: TermFrame, landing: Sequence[Event], weeks: Sequence[Week], today: datetime.date) -> str:
    """Nine things land on Heronmoor this autumn; the week of 3 November holds four of them."""
    present = term.holds(today)
    when = f"this {term.name}" if present else f"in {term.name} {term.starts.year}"
    past = term.until < today
    if not landing:
        return f"Nothing {'landed' if past else 'lands'} on {name} {when}."
    verb = "landed" if past else "lands" if len(landing) == 1 else "land"
    said = f"{opened(len(landing), 'thing')} {verb} on {name} {when}"
    held = {week.monday: sum(bool(t.load) and not goes_on(t) for t in week.things) for week in weeks}
    most = max(held.values(), default=0)
    fullest = [monday for monday, n in held.items() if n == most]
    if most < 2 or len(fullest) > 2:
        return f"{said}."
    number = counted_word(most)
    if len(fullest) == 2:
        return f"{said}; the weeks of {' and '.join(map(day_and_month, fullest))} hold {number} each."
    return f"{said}; the week of {day_and_month(fullest[0])} holds {number} of them."


def counted_word(n: int) -> str:
    """'four': a small number within a sentence."""
    return opened(n, "").split()[0].lower() if n else "none"


def _lead(weeks: Sequence[Week], clashes: Sequence[Clash], today: datetime.date) -> str:
    taken, heavy = sum(week.quarters for week in weeks), sum(week.heavy for week in weeks)
    past = weeks[-1].sunday < today
    said = f"{'They took' if past else 'They take'} {in_words(taken)} of leaders\u2019 time over {len(weeks)} weeks."
    if heavy:
        verb = "took" if past else "takes" if heavy == 1 else "take"
        said += f" {opened(heavy, 'week')} {verb} more than {in_words(HEAVY)}."
    ahead = sum(clash.last >= today for clash in clashes)
    if ahead:
        said += f" {opened(ahead, 'clash', 'clashes')} {'lies' if ahead == 1 else 'lie'} ahead."
    return said


def _term_filter(terms: Sequence[TermFrame], chosen: TermFrame) -> Filter:
    return Filter("term", "Term", [Choice(term.slug, term.label) for term in terms], chosen.slug)


@dataclass(frozen=True, slots=True)
class BurdenRow:
    """An academy's term. `weeks` are quarters of a day, in the order of the page's weeks."""

    academy: Academy
    weeks: tuple[int, ...]
    things: int
    clashes: int
    url: str
    short: str

    @property
    def quarters(self) -> int:
        return sum(self.weeks)

    @property
    def heavy(self) -> int:
        return sum(quarters > HEAVY for quarters in self.weeks)


@dataclass(frozen=True)
class BurdenPage:
    rows: list[BurdenRow]
    mondays: list[datetime.date]
    term: TermFrame
    answer: str
    filters: list[Filter]
    today: datetime.date


def burdened(user: User, person: Person) -> list[Academy]:
    """Open academies of the trust looked at in which the person knows of all support. One query."""
    where = academies_where(user, Permission.VIEW_SUPPORT)
    return list(Academy.objects.visible_to(user).filter(where, trust=person.trust).open())


def burden_page(user: User, person: Person, query: Mapping[str, str]) -> BurdenPage:
    today = timezone.localdate()
    terms = terms_of(user, person.trust, today)
    term = terms[place_of(terms, query.get("term", ""), today)]
    phase = query.get("phase", "") if query.get("phase") in Phase.values else ""
    academies = [a for a in burdened(user, person) if phase in ("", a.phase)]
    first, last = monday_of(term.starts), monday_of(term.ends) + TO_SUNDAY
    of_academy: dict[int, list[Event]] = {academy.pk: [] for academy in academies}
    for event in events.collect(user, person, academies, first, last):
        of_academy[event.academy].append(event)
    rows, short = [], short_names(academy.name for academy in academies)
    for academy in academies:
        weeks = weeks_of(term.starts, term.ends, of_academy[academy.pk])
        rows.append(
            BurdenRow(
                academy,
                tuple(week.quarters for week in weeks),
                things=sum(bool(event.load) for event in of_academy[academy.pk]),
                clashes=len(clashes_in(weeks, today)),
                url=f"{reverse('academies:term', args=[academy.slug])}?term={term.slug}",
                short=short[academy.name],
            )
        )
    rows.sort(key=lambda row: (-row.quarters, row.academy.name))
    phases = [Choice("", "Every phase"), *(Choice(p.value, p.label) for p in Phase)]
    return BurdenPage(
        rows=rows,
        mondays=[week.monday for week in weeks_of(term.starts, term.ends, ())],
        term=term,
        answer=_trust_answer(rows, term, today),
        filters=[_term_filter(terms, term), Filter("phase", "Phase", phases, phase)],
        today=today,
    )


def _trust_answer(rows: Sequence[BurdenRow], term: TermFrame, today: datetime.date) -> str:
    when = f"this {term.name}" if term.holds(today) else f"in {term.name} {term.starts.year}"
    past = term.until < today
    full = [row.short for row in rows if row.heavy]
    if not any(row.quarters for row in rows):
        return f"Nothing {'landed' if past else 'lands'} on any academy {when}."
    most = rows[0]
    if len(rows) == 1:
        n, verb = counted_word(most.heavy), "had" if past else "has"
        weeks = f"{n if n != 'none' else 'no'} week{'' if most.heavy < 2 else 's'}"
        said = f"{most.academy} {verb} {weeks} of more than {in_words(HEAVY)} {when}"
        return f"{said}; all that {'landed' if past else 'lands'} there takes {in_words(most.quarters)}."
    if not full:
        said = f"No academy {'had' if past else 'has'} a week of more than {in_words(HEAVY)} {when}"
    else:
        have = "had" if past else "has" if len(full) == 1 else "have"
        said = f"{_several(full)} {have} a week of more than {in_words(HEAVY)} {when}"
    return f"{said}; most {'landed' if past else 'lands'} on {most.short}, {in_words(most.quarters)} in all."


def _several(names: Sequence[str]) -> str:
    """'Heronmoor, Wrenfield and three more'"""
    if len(names) <= 3:
        return listed(list(names))
    return f"{names[0]}, {names[1]} and {counted_word(len(names) - 2)} more"


def heavy_weeks(
    user: User, person: Person, academies: Sequence[Academy], first: datetime.date, last: datetime.date
) -> list[tuple[Academy, Week]]:
    """Weeks that hold the days between two that take too much of an academy, soonest first."""
    last = monday_of(last) + TO_SUNDAY
    of_academy: dict[int, list[Event]] = {academy.pk: [] for academy in academies}
    for event in events.collect(user, person, academies, monday_of(first), last):
        of_academy[event.academy].append(event)
    found = [
        (academy, week) for academy in academies for week in weeks_of(first, last, of_academy[academy.pk]) if week.heavy
    ]
    return sorted(found, key=lambda pair: (pair[1].monday, pair[0].name))


def things_in(week: Week) -> str:
    """'five things'. What goes on for weeks is left out, as in the term's own sentence, unless it is all there is."""
    loads = [thing for thing in week.things if thing.load]
    n = len([thing for thing in loads if not goes_on(thing)]) or len(loads)
    return f"{counted_word(n)} {'thing' if n == 1 else 'things'}" if n <= 10 else counted(n, "thing")
