"""How much coaching there is: the only place that asks the database's functions for numbers (coaching/numbers_sql.py).

Nothing here reads a cycle. What a function does not tell, because fewer than five people stand behind it, nobody knows.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.models.academy import Status
from academies.ways import may_at
from accounts.models import User
from celt.lib.names import short_names
from coaching.numbers_sql import FEWEST, SMALLEST
from toolkit.models import Practice

TRUST = 0  # the key of the trust's own line
MOST_ABOVE = FEWEST - 1  # a count that is told as 15 is 15 to 19
RHYTHM = {"most": "Most", "half": "About half", "few": "Few"}


@dataclass(frozen=True, slots=True)
class Numbers:
    """Counts rounded down to fives, None where fewer than five people stand behind them. `rhythm`: "most", "half",
    "few" or "". `class_share`: of the time of visits and talks, in per cent, to tenths. `load`: running cycles of a
    coach, to halves."""

    coachees: int
    cycles: int
    running: int | None
    rhythm: str
    visits: int | None
    class_share: int | None
    coaches: int | None
    load: float | None


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """An academy, or the trust. `may`: how many may be coached there. `numbers` None: fewer than five people are, or
    there are so few who may be that nothing is told either way."""

    key: int
    name: str
    short: str
    may: int
    numbers: Numbers | None

    @property
    def small(self) -> bool:
        return self.may < SMALLEST

    @property
    def least(self) -> int:
        return min(self.numbers.coachees, self.may) if self.numbers else 0

    @property
    def most(self) -> int:
        return most_of(self.numbers.coachees, self.may) if self.numbers else 0

    @property
    def coached(self) -> str:
        if self.numbers is None:
            return TOO_SMALL if self.small else NOT_TOLD
        return f"{self.least} or more of {self.may}"

    @property
    def share(self) -> float | None:
        return 100 * self.least / self.may if self.numbers and self.may else None


@dataclass(frozen=True, slots=True)
class PracticeLine:
    """`people`: at least so many work on it, of the trust or of the only academy that is shown."""

    practice: Practice
    people: int
    at: tuple[str, ...]

    @property
    def url(self) -> str:
        return reverse("toolkit:practice_show", args=[self.practice.slug])


@dataclass(frozen=True)
class ProgrammePage:
    """`whole`: the trust's line, for whoever reads it all; `places`: the academies' lines, by name."""

    as_of: datetime.date
    began: datetime.date
    whole: PlaceLine | None
    places: list[PlaceLine]
    practices: list[PracticeLine]

    @property
    def main(self) -> PlaceLine | None:
        """What the page answers for."""
        return self.whole or (self.places[0] if len(self.places) == 1 else None)

    @property
    def told(self) -> list[PlaceLine]:
        return [line for line in self.places if line.numbers]

    @property
    def untold(self) -> list[PlaceLine]:
        return [line for line in self.places if not line.numbers]

    @property
    def lines(self) -> list[PlaceLine]:
        return [*([self.whole] if self.whole else []), *self.places]


NOT_TOLD = "fewer than five"
TOO_SMALL = "too few colleagues for figures"


def most_of(told: int, may: int) -> int:
    """What a count may be that is told as `told`, of an academy where so many may be coached."""
    return may if told >= (may - FEWEST) // FEWEST * FEWEST else told + MOST_ABOVE


def programme_page(user: User, person: Person) -> ProgrammePage:
    """A head or senior leader reads their own academies' lines, a trust leader every line and the trust's. Six
    queries. The person holds VIEW_PROGRAMME."""
    trust = person.trust
    assert trust is not None
    everywhere = person.can_trust_wide(Permission.VIEW_PROGRAMME)
    academies = [
        academy
        for academy in Academy.objects.visible_to(user).filter(trust=trust, status=Status.OPEN).order_by("name")
        if may_at(academy, person, Permission.VIEW_PROGRAMME)
    ]
    numbers, may = _programme(trust.pk), _who_may(trust.pk)
    short = short_names(academy.name for academy in academies)
    places = [
        PlaceLine(a.pk, a.name, short[a.name], may.get(a.pk, 0), numbers.get(a.pk)) for a in academies
    ]  # fmt: skip
    whole = PlaceLine(TRUST, trust.name, "The trust", may.get(TRUST, 0), numbers.get(TRUST)) if everywhere else None
    as_of, began = _days()
    return ProgrammePage(as_of, began, whole, places, _practices(user, trust.pk, places, everywhere=everywhere))


def people_by_practice(trust: int) -> dict[tuple[int, int], int]:
    """(academy, practice) -> how many people are coached in it there, at least; TRUST for the trust. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT academy_id, practice_id, people FROM coaching_practices(%s)", [trust])
        return {(academy or TRUST, practice): people for academy, practice, people in cursor.fetchall()}


def _programme(trust: int) -> dict[int, Numbers]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT academy_id, coachees, cycles, running, coalesce(rhythm, ''), visits, class_share, coaches, load"
            " FROM coaching_programme(%s)",
            [trust],
        )
        return {
            place or TRUST: Numbers(
                coachees, cycles, running, rhythm, visits, share, coaches, None if load is None else float(load)
            )
            for place, coachees, cycles, running, rhythm, visits, share, coaches, load in cursor.fetchall()
            if coachees
        }


def _days() -> tuple[datetime.date, datetime.date]:
    """As of when the numbers are, and from when on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coaching_as_of(), coaching_year_began()")
        as_of, began = cursor.fetchone()
        return as_of, began


def _who_may(trust: int) -> dict[int, int]:
    """Academy -> how many may be coached there, on the day that the numbers are of; TRUST -> anywhere in the trust."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT academy_id, may FROM coaching_may(%s)", [trust])
        return {academy or TRUST: may for academy, may in cursor.fetchall()}


def _practices(user: User, trust: int, places: Sequence[PlaceLine], *, everywhere: bool) -> list[PracticeLine]:
    people = people_by_practice(trust)
    known = Practice.objects.visible_to(user).filter(trust=trust).in_bulk({practice for _, practice in people})
    lines = [_line(practice, people, places, everywhere=everywhere) for practice in known.values()]
    return sorted((line for line in lines if line.people), key=lambda line: (-line.people, line.practice.title))


def _line(
    practice: Practice, people: dict[tuple[int, int], int], places: Iterable[PlaceLine], *, everywhere: bool
) -> PracticeLine:
    at = [(line.short, n) for line in places if (n := people.get((line.key, practice.pk), 0))]
    # Added up from academies a person might count twice: so the most that one academy tells.
    n = people.get((TRUST, practice.pk), 0) if everywhere else max((n for _, n in at), default=0)
    return PracticeLine(practice, n, tuple(short for short, _ in at))
