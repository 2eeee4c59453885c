"""What lands on one academy in a term: how much of leaders' time each week takes, and what stands in its own way.

Time is counted in quarters of a day of the academy's leaders: an hour or two is one, half a day two, a whole day four.
What lasts longer than a week goes on beside other work, so it counts once a week; anything shorter counts on each of
its school days. What is only due by a day counts in the week of that day.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Protocol

QUARTERS = (0, 1, 2, 4)
"""Quarters of a day by the load of a thing: nothing, an hour or two, half the day, the whole day."""
HEAVY = 6
"""A week that takes more quarters than this is too full: a day and a half of five."""
WHOLE_DAY = 3
# Kinds that bring somebody into the classrooms.
VISITING = frozenset({"Visit", "Review", "Instructional round", "Inspection"})

WEEK = datetime.timedelta(days=7)
_PARTS = ("", "\u00bc", "\u00bd", "\u00be")


class Thing(Protocol):
    """As `academies.providers.Event`."""

    @property
    def uid(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def starts(self) -> datetime.date: ...
    @property
    def ends(self) -> datetime.date: ...
    @property
    def title(self) -> str: ...
    @property
    def load(self) -> int: ...
    @property
    def firm(self) -> bool: ...


class ClashKind(StrEnum):
    SAME_DAY = "Two on one day"
    HEAVY_WEEK = "A full week"
    EDGE = "First or last week of term"
    CLOSE = "Too close together"


@dataclass(frozen=True, slots=True)
class Week:
    """A week from Monday to Sunday; of a term's first and last week all days count. `things` touch it."""

    number: int
    monday: datetime.date
    things: tuple[Thing, ...]
    quarters: int

    @property
    def sunday(self) -> datetime.date:
        return self.monday + WEEK - datetime.timedelta(days=1)

    @property
    def heavy(self) -> bool:
        return self.quarters > HEAVY


@dataclass(frozen=True, slots=True)
class Move:
    """What could go elsewhere; `to` is the Monday of the week that has room for it, None where none has."""

    uid: str
    to: datetime.date | None
    says: str


@dataclass(frozen=True, slots=True)
class Clash:
    kind: ClashKind
    first: datetime.date
    last: datetime.date
    says: str
    uids: tuple[str, ...]
    moves: tuple[Move, ...] = ()


def day_of(thing: Thing) -> datetime.date:
    """The day under which it stands: its first, or the one by which it is due."""
    return thing.starts if thing.firm else thing.ends


def goes_on(thing: Thing) -> bool:
    """Whether it runs beside other work for longer than a week."""
    return thing.firm and thing.ends - thing.starts >= WEEK


def monday_of(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())


def quarters_in(thing: Thing, first: datetime.date, last: datetime.date) -> int:
    """Quarters of a day that a thing takes between two days of one week, both counted."""
    begins = thing.starts if thing.firm else thing.ends
    begins, ends = max(begins, first), min(thing.ends, last)
    if begins > ends:
        return 0
    if goes_on(thing) or not thing.firm:
        return QUARTERS[thing.load]
    school_days = sum(day.weekday() < 5 for day in _days(begins, ends))
    weekend_only = not any(day.weekday() < 5 for day in _days(thing.starts, thing.ends))
    return QUARTERS[thing.load] * ((ends - begins).days + 1 if weekend_only else school_days)


def weeks_of(first: datetime.date, last: datetime.date, things: Iterable[Thing]) -> tuple[Week, ...]:
    """The weeks that hold the days from `first` to `last`, each with what touches it."""
    found = sorted(things, key=_order)
    weeks: list[Week] = []
    monday = monday_of(first)
    while monday <= last:
        sunday = monday + datetime.timedelta(days=6)
        here = tuple(thing for thing in found if day_of(thing) <= sunday and thing.ends >= monday)
        taken = sum(quarters_in(thing, monday, sunday) for thing in here)
        weeks.append(Week(len(weeks) + 1, monday, here, taken))
        monday += WEEK
    return tuple(weeks)


def clashes_in(weeks: Sequence[Week], today: datetime.date) -> list[Clash]:
    """What stands in its own way, in order of days. Moves are offered into weeks that are still to come alone.

    The first and last of `weeks` are those of the term.
    """
    short = [
        thing
        for thing in _once(thing for week in weeks for thing in week.things)
        if thing.load and not goes_on(thing) and weeks[0].monday <= day_of(thing) <= weeks[-1].sunday
    ]
    firm = [thing for thing in short if thing.firm]
    room = Room(weeks, today)
    found = [
        *_same_day(firm, room),
        *_heavy(weeks, short, room),
        *_edges(weeks, firm, room),
        *_close(firm, room),
    ]
    return sorted(found, key=lambda clash: (clash.first, clash.kind != ClashKind.SAME_DAY, clash.says))


class Room:
    """Which weeks still have room. What one move takes is taken for the next."""

    def __init__(self, weeks: Sequence[Week], today: datetime.date) -> None:
        self.weeks, self.today = weeks, today
        self.taken = {week.monday: week.quarters for week in weeks}
        self.edges = {weeks[0].monday, weeks[-1].monday} if weeks else set()

    def lightest(
        self, thing: Thing, *, before: datetime.date | None = None, away_from: Thing | None = None
    ) -> datetime.date | None:
        """The Monday of the lightest week that can take the thing, the last of several; takes the room there.

        `before`: only weeks that end before that day. `away_from`: not within a week of that thing.
        """
        own = monday_of(day_of(thing))
        needs = QUARTERS[thing.load] * (1 if not thing.firm else max(1, (thing.ends - thing.starts).days + 1))
        fits = [
            week.monday
            for week in self.weeks
            if week.monday != own
            # By Wednesday a week is no longer to come.
            and week.monday + datetime.timedelta(days=2) > self.today
            and (before is None or week.sunday < before)
            and self.taken[week.monday] + needs <= HEAVY
            and (away_from is None or _gap(away_from, week.monday, week.sunday) > 7)
        ]
        if not fits:
            return None
        best = min(fits, key=lambda monday: (monday in self.edges, self.taken[monday], -monday.toordinal()))
        self.taken[best] += needs
        return best


def _same_day(firm: list[Thing], room: Room) -> Iterator[Clash]:
    days: dict[datetime.date, list[Thing]] = {}
    for thing in firm:
        for day in _days(thing.starts, thing.ends):
            days.setdefault(day, []).append(thing)
    told: set[tuple[str, ...]] = set()
    for day, things in sorted(days.items()):
        uids = tuple(thing.uid for thing in things)
        if len(things) < 2 or uids in told:
            continue
        told.add(uids)
        many = {2: "Two", 3: "Three", 4: "Four", 5: "Five"}.get(len(things), str(len(things)))
        says = f"{many} things have the same day, {long_day(day)}: {_titles(things)}."
        yield Clash(ClashKind.SAME_DAY, day, day, says, uids, _ask(min(things, key=_ease), room, day))


def _heavy(weeks: Sequence[Week], short: list[Thing], room: Room) -> Iterator[Clash]:
    for week in weeks:
        if not week.heavy:
            continue
        here = [thing for thing in week.things if thing.load]
        taken = f"{in_words(week.quarters)} of leaders\u2019 time"
        says = f"The week of {day_and_month(week.monday)} takes {taken}: {_with_the_long(here)}."
        moves: list[Move] = []
        over = week.quarters - HEAVY
        for thing in sorted((t for t in here if not t.firm and t in short), key=lambda t: -t.load):
            if over <= 0 or week.sunday < room.today:
                break
            move = _earlier(thing, week, room)
            moves.append(move)
            over -= QUARTERS[thing.load] if move.to else 0
        if not moves and week.sunday >= room.today and here:
            moves.append(Move("", None, "Everything in it has its set day. Ask for another day for one of them."))
        yield Clash(ClashKind.HEAVY_WEEK, week.monday, week.sunday, says, tuple(t.uid for t in here), tuple(moves))


def _edges(weeks: Sequence[Week], firm: list[Thing], room: Room) -> Iterator[Clash]:
    ends = {weeks[0].monday: "first", weeks[-1].monday: "last"} if len(weeks) > 1 else {}
    for monday, which in ends.items():
        here = [thing for thing in firm if monday_of(thing.starts) == monday]
        if not here:
            continue
        says = f"In the {which} week of term: {'; '.join(f'{t.title}, on {long_day(t.starts)}' for t in here)}."
        moves = tuple(move for thing in here for move in _ask(thing, room, thing.starts))
        yield Clash(ClashKind.EDGE, here[0].starts, here[-1].ends, says, tuple(t.uid for t in here), moves)


def _close(firm: list[Thing], room: Room) -> Iterator[Clash]:
    visits = [thing for thing in firm if thing.kind in VISITING]
    for one, other in combinations(visits, 2):
        days_between = _gap(one, other.starts, other.ends)
        if WHOLE_DAY not in (one.load, other.load) or not 0 < days_between <= 7:
            continue
        whole, beside = (one, other) if one.load == WHOLE_DAY else (other, one)
        apart = f"{days_between} {'day' if days_between == 1 else 'days'}"
        says = (
            f"{whole.title} takes the whole day on {long_day(whole.starts)}; {beside.title} stands "
            f"{apart} {'later' if beside.starts > whole.starts else 'before'}, on {long_day(beside.starts)}."
        )
        first, last = min(one.starts, other.starts), max(one.ends, other.ends)
        moves = _ask(beside, room, first, away_from=whole)
        yield Clash(ClashKind.CLOSE, first, last, says, (whole.uid, beside.uid), moves)


def _earlier(thing: Thing, week: Week, room: Room) -> Move:
    due = f"{thing.title} is only due by {day_and_month(thing.ends)}"
    to = room.lightest(thing, before=week.monday)
    if to is None:
        return Move(thing.uid, None, f"{due}, but no week before that has room for it.")
    return Move(thing.uid, to, f"{due}: the week of {day_and_month(to)} is the lightest before that.")


def _ask(thing: Thing, room: Room, day: datetime.date, *, away_from: Thing | None = None) -> tuple[Move, ...]:
    """Another day for what has a set one; nothing for what is past."""
    if day < room.today:
        return ()
    to = room.lightest(thing, away_from=away_from)
    where = f": the week of {day_and_month(to)} is the lightest left" if to else ""
    return (Move(thing.uid, to, f"Ask for another day for {thing.title}{where}."),)


def _gap(thing: Thing, first: datetime.date, last: datetime.date) -> int:
    """Days from the one to the other; 0 where they share a day."""
    return max(0, (thing.starts - last).days, (first - thing.ends).days)


def _days(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    return (first + datetime.timedelta(days=n) for n in range((last - first).days + 1))


def _once(things: Iterable[Thing]) -> list[Thing]:
    return sorted({thing.uid: thing for thing in things}.values(), key=_order)


def _order(thing: Thing) -> tuple[datetime.date, datetime.date, str, str]:
    return day_of(thing), thing.ends, thing.title, thing.uid


def _ease(thing: Thing) -> tuple[int, int, str]:
    """What is moved most easily comes first."""
    return thing.load, (thing.ends - thing.starts).days, thing.uid


def _titles(things: Iterable[Thing]) -> str:
    return "; ".join(thing.title for thing in things)


def _with_the_long(things: Sequence[Thing]) -> str:
    """The titles of what is short; what goes on for longer is only counted."""
    short = [thing for thing in things if not goes_on(thing)]
    long = len(things) - len(short)
    if not short:
        return f"{long} things that go on for longer"
    return _titles(short) + (f"; and {long} that {'goes' if long == 1 else 'go'} on for longer" if long else "")


def day_and_month(day: datetime.date) -> str:
    """3 November"""
    return f"{day.day} {day:%B}"


def long_day(day: datetime.date) -> str:
    """Tuesday 3 November"""
    return f"{day:%A} {day_and_month(day)}"


def in_figures(quarters: int) -> str:
    """0, ¼, 1½: days, for narrow places."""
    whole, part = divmod(quarters, 4)
    return f"{whole or '' if part else whole}{_PARTS[part]}"


def in_words(quarters: int) -> str:
    """'half a day', '1 day', '2¼ days'."""
    small = {0: "nothing", 1: "a quarter of a day", 2: "half a day", 3: "three quarters of a day", 4: "1 day"}
    return small.get(quarters) or f"{in_figures(quarters)} days"
