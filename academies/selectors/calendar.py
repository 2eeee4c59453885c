"""Everything that lands on the academies that a person may see, month by month; and what their calendar feed holds."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils import timezone

from academies.access import Person
from academies.models import Academy, CalendarFeed, Trust
from academies.providers import WHOLE_TRUST, Event, EventKind, OwnEvent, events, own_events
from academies.rules.burden import day_of, goes_on, long_day
from academies.selectors.academy import academies_of
from accounts.models import User
from celt.lib.days import span_of_days
from celt.lib.sentences import alike, counted, listed, opened, opening
from celt.lib.terms import FIRST_YEAR, LAST_YEAR
from celt.ui.parts import Choice, Filter

YEAR = datetime.timedelta(days=365)
AHEAD = datetime.timedelta(days=548)
NAMED_AT_MOST = 3
OWN = "own"


@dataclass(frozen=True, slots=True)
class Line:
    """Things of one day and title, at one academy or at several; `url` where they all lead to the same page. Without
    places: something of one's own."""

    day: datetime.date
    kind: str
    title: str
    places: tuple[tuple[str, str], ...]
    url: str
    when: str
    firm: bool

    @property
    def n(self) -> int:
        return max(1, len(self.places))

    @property
    def many(self) -> bool:
        return self.n > NAMED_AT_MOST

    @property
    def anchor(self) -> str:
        """Where its day stands on the pages that have it."""
        return f"day-{self.day:%Y-%m-%d}"

    @property
    def where(self) -> str:
        """The academies where few, how many where more."""
        if not self.many:
            return listed([name for name, _ in self.places])
        return counted(self.n, "academy", "academies")


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the month's picture. `anchor` is where its things stand on the page."""

    date: datetime.date
    n: int
    in_month: bool
    today: bool

    @property
    def anchor(self) -> str:
        return f"day-{self.date:%Y-%m-%d}"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing at one academy, for the CSV."""

    event: Event
    academy: str


@dataclass(frozen=True)
class CalendarPage:
    """`rows`: for the file, without what is of one's own alone. `own`: that alone is shown.
    `own_pages`: addresses that tell of it in place."""

    first: datetime.date
    answer: str
    gone: list[tuple[str, str, list[Line]]]
    days: list[tuple[str, str, list[Line]]]
    running: list[Line]
    weeks: list[list[Day]]
    rows: list[Row]
    own: bool
    own_pages: list[str]
    filters: list[Filter]
    previous: str
    following: str
    feed: CalendarFeed | None

    @property
    def month(self) -> str:
        return f"{self.first:%B %Y}"

    @property
    def going(self) -> int:
        """How many go on for longer than a week."""
        return sum(line.n for line in self.running)


def calendar_page(user: User, person: Person, query: Mapping[str, str]) -> CalendarPage:
    """The month of the address (`month=2026-11`), narrowed by `academy` (its slug) and `kind`."""
    today = timezone.localdate()
    first = month_of(query.get("month", "")) or today.replace(day=1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    academies = list(academies_of(user, person.trust).open())
    slug = query.get("academy", "") if query.get("academy") in {a.slug for a in academies} else ""
    kind = next((k for k in EventKind if k.name.lower() == query.get("kind")), None)
    only_own = query.get("kind") == OWN
    chosen = [] if only_own else [a for a in academies if slug in ("", a.slug)]
    names = names_of(person.trust, academies)
    whole = not slug and not only_own
    found = [e for e in events.collect(user, person, chosen, first, last, of_trust=whole) if kind in (None, e.kind)]
    own = own_events.collect(user, person, first, last) if only_own else []
    days, running = lines_of(found, names, first, own)
    present = first <= today <= last
    own_pages = own_events.pages(person)
    of_own = [Choice(OWN, "Your own coaching")] if own_pages else []
    kinds = [Choice("", "Every kind"), *of_own, *(Choice(k.name.lower(), k.value) for k in EventKind)]
    places = [Choice("", "Every academy"), *(Choice(a.slug, a.name) for a in academies)]
    chosen_kind = kind.name.lower() if kind else OWN if only_own else ""

    def beside(month: datetime.date) -> str:
        """The address of another month, with the same choices; empty beyond the years that are known."""
        if not FIRST_YEAR <= month.year <= LAST_YEAR:
            return ""
        return "?" + urlencode({"month": f"{month:%Y-%m}", "academy": slug, "kind": chosen_kind})

    return CalendarPage(
        first=first,
        answer=_answer(days, running, first, today, names[chosen[0].pk] if slug and chosen else ""),
        gone=[each for each in days if present and each[2][0].day < today],
        days=[each for each in days if not present or each[2][0].day >= today],
        running=running,
        weeks=_weeks(days, first, today),
        rows=[Row(event, names[event.academy]) for event in found],
        own=only_own,
        own_pages=own_pages if kind is None and not slug and not only_own else [],
        filters=[
            Filter("month", "Month", _months(first, today), f"{first:%Y-%m}"),
            Filter("academy", "Academy", places, slug),
            Filter("kind", "Kind", kinds, chosen_kind),
        ],
        previous=beside(first - datetime.timedelta(days=1)),
        following=beside(last + datetime.timedelta(days=1)),
        feed=CalendarFeed.objects.visible_to(user).current().first(),
    )


def names_of(trust: Trust | None, academies: Iterable[Academy]) -> dict[int, str]:
    """What each thing's place is called: the academy's name, or the trust's for what lands on it as a whole."""
    return {academy.pk: academy.name for academy in academies} | {WHOLE_TRUST: str(trust or "")}


def month_of(text: str) -> datetime.date | None:
    try:
        day = datetime.date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _months(first: datetime.date, today: datetime.date) -> list[Choice]:
    """A year back and a year and a half ahead, and the month looked at."""
    numbers = {today.year * 12 + today.month - 1 + step for step in range(-12, 19)} | {
        first.year * 12 + first.month - 1
    }
    months = (datetime.date(number // 12, number % 12 + 1, 1) for number in sorted(numbers))
    return [Choice(f"{month:%Y-%m}", f"{month:%B %Y}") for month in months]


def lines_of(
    found: Sequence[Event], names: Mapping[int, str], first: datetime.date, own: Sequence[OwnEvent] = ()
) -> tuple[list[tuple[str, str, list[Line]]], list[Line]]:
    """What stands on each day, one's own first, and what runs for longer or began before `first`."""
    together: dict[tuple[bool, datetime.date, datetime.date, str, str, bool], list[Event]] = {}
    for event in found:
        runs = goes_on(event) or day_of(event) < first
        key = runs, day_of(event), event.ends, event.kind.value, event.title, event.firm
        together.setdefault(key, []).append(event)
    days: dict[datetime.date, list[Line]] = {}
    for mine in own:
        days.setdefault(mine.day, []).append(Line(mine.day, mine.kind, mine.title, (), mine.url, "", firm=True))
    running: list[Line] = []
    for (runs, day, ends, kind, title, firm), same in sorted(together.items(), key=lambda pair: pair[0][:5]):
        urls = {event.url for event in same}
        line = Line(
            day=day,
            kind=kind,
            title=title,
            places=_places(same, names),
            url=urls.pop() if len(urls) == 1 else "",
            when=span_of_days(day, ends) if ends > day else "",
            firm=firm,
        )
        if runs:
            running.append(line)
        else:
            days.setdefault(day, []).append(line)
    return [(f"day-{day:%Y-%m-%d}", long_day(day), lines) for day, lines in sorted(days.items())], running


def _places(same: Sequence[Event], names: Mapping[int, str]) -> tuple[tuple[str, str], ...]:
    """Each academy and where it leads; an academy that has the thing more than once is numbered."""
    found: list[tuple[str, str]] = []
    times: dict[int, int] = {}
    for event in sorted(same, key=lambda event: (names[event.academy], event.url)):
        n = times[event.academy] = times.get(event.academy, 0) + 1
        name = names[event.academy]
        found.append((f"{name} ({n})" if n > 1 else name, event.url))
    return tuple(found)


def _weeks(days: Sequence[tuple[str, str, list[Line]]], first: datetime.date, today: datetime.date) -> list[list[Day]]:
    held = {anchor: sum(line.n for line in lines) for anchor, _, lines in days}
    return [
        [Day(day, held.get(f"day-{day:%Y-%m-%d}", 0), day.month == first.month, day == today) for day in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]


def _answer(
    days: Sequence[tuple[str, str, list[Line]]],
    running: Sequence[Line],
    first: datetime.date,
    today: datetime.date,
    academy: str,
) -> str:
    where = f"in the calendar for {first:%B %Y}{f' at {academy}' if academy else ''}"
    n = sum(line.n for _, _, lines in days for line in lines)
    going = sum(line.n for line in running)
    if not n:
        if going:
            return f"{opened(going, 'thing goes', 'things go')} on {where}, and nothing besides."
        return f"Nothing stands {where}."
    stand, on = alike((n, "thing stands", "things stand"), (going, "that goes", "that go"))
    said = opening(f"{stand} {where}{f', besides {on} on for longer' if going else ''}")
    ahead = [label for _, label, lines in days if lines[0].day >= today]
    if ahead and (first.year, first.month) == (today.year, today.month):
        said += f"; next is {ahead[0]}"
    return f"{said}."


@dataclass(frozen=True, slots=True)
class FeedEvents:
    """What a feed holds of one trust; `own`: what is of its person alone. `name`: the trust's, `trust` its slug."""

    trust: str
    name: str
    academies: Mapping[int, Academy]
    events: list[Event]
    own: list[OwnEvent] = field(default_factory=list)


def feed_events(user: User, person: Person, slug: str, today: datetime.date) -> list[FeedEvents]:
    """A year back, a year and a half ahead, of every trust that the person has a role in now, or of one academy.

    `person` must be the feed's own: each provider narrows what it tells by `user`, and by the roles of one trust.
    """
    found = []
    for trust in person.trusts:
        here = [academy for academy in academies_of(user, trust).open() if slug in ("", academy.slug)]
        there = Person(person.memberships, trust)
        days = today - YEAR, today + AHEAD
        landing = events.collect(user, there, here, *days, of_trust=not slug) if here else []
        own = own_events.collect(user, there, today - YEAR, today + AHEAD) if not slug else []
        found.append(FeedEvents(trust.slug, trust.name, {a.pk: a for a in here}, landing, own))
    return found
