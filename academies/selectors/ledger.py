"""What one academy gives and receives: days of one academic year."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils import timezone

from academies.access import Person
from academies.models import Academy, Deployment
from academies.models.academy import Status as AcademyStatus
from academies.models.deployment import DeploymentStatus
from academies.rules.deployment import Side, balance_sentence, days_words
from academies.selectors.deployment import (
    DeploymentRow,
    row_of,
    subject_asked,
    touching,
    whole,
    with_worked,
    year_asked,
    year_filter,
)
from accounts.models import User
from celt.lib.sentences import listed, opened
from celt.lib.terms import year_label, year_on
from celt.ui.parts import Filter

HOW_COUNTED = (
    "Pledged days count in the year in which an agreement starts, once both heads have signed it. "
    "Worked days count in the year in which they were worked."
)
# What an academy may ask itself where one side stands empty.
STRONG = " What is strong here that another academy could use?"
LEARN = " What would be worth learning from another academy?"


def said_year(year: int, today: datetime.date) -> str:
    return "this year" if year == year_on(today) else f"in {year_label(year)}"


@dataclass(frozen=True, slots=True)
class Balance:
    """Days given and received under one subject or area: (worked, pledged)."""

    subject: str
    given: tuple[float, float] = (0, 0)
    received: tuple[float, float] = (0, 0)

    @property
    def cells(self) -> list[tuple[str, float]]:
        labels = ("Gives, worked", "Gives, pledged", "Receives, worked", "Receives, pledged")
        return list(zip(labels, (*self.given, *self.received), strict=True))


@dataclass(frozen=True, slots=True)
class LedgerSide:
    title: str
    other: Side  # the side that its cards name
    rows: list[DeploymentRow]  # agreed, finished or waiting for a signature
    ended: list[DeploymentRow]  # declined and withdrawn
    worked: float
    pledged: float
    empty: str

    @property
    def total(self) -> str:
        return f"{days_words(self.worked)} worked, {days_words(self.pledged)} pledged"


@dataclass(frozen=True, slots=True)
class LedgerPage:
    academy: Academy
    year: int
    answer: str
    lead: str
    gives: LedgerSide
    receives: LedgerSide
    balances: list[Balance]
    filters: list[Filter]

    @property
    def sides(self) -> tuple[LedgerSide, LedgerSide]:
        return self.gives, self.receives

    @property
    def period(self) -> str:
        return year_label(self.year)


def ledger_page(user: User, person: Person, academy: Academy, query: Mapping[str, str]) -> LedgerPage:
    """What the academy gives and receives in the `year` of the address, narrowed by `subject`. Three queries."""
    today = timezone.localdate()
    year = year_asked(query, today)
    own = Deployment.objects.visible_to(user).filter(Q(giver=academy) | Q(receiver=academy))
    subject = subject_asked(user, academy.trust, query)
    found = with_worked(subject.narrow(touching(own, year)), year)
    rows = [row_of(each, person, today) for each in whole(found).order_by("-starts", "-pk")]
    name = academy.name
    given = [row for row in rows if row.giver_slug == academy.slug]
    received = [row for row in rows if row.receiver_slug == academy.slug]
    expected = academy.status == AcademyStatus.OPEN and not subject.area
    strong, learn = (STRONG, LEARN) if expected else ("", "")
    gives = _side("receiver", given, year, f"{name} lends nobody in {year_label(year)}.{strong}")
    receives = _side("giver", received, year, f"Nobody comes to {name} in {year_label(year)}.{learn}")
    return LedgerPage(
        academy=academy,
        year=year,
        answer=balance_sentence(
            name,
            counted_days(given, year),
            counted_days(received, year),
            said_year(year, today),
            over=year < year_on(today),
            expected=expected,
        ),
        lead=_worked_says(gives, receives, rows),
        gives=gives,
        receives=receives,
        balances=_balances(given, received, year),
        filters=[year_filter(own, year, today), subject.filter],
    )


def counted_days(rows: Iterable[DeploymentRow], year: int) -> float:
    """Days of a year: the pledge of what starts in it, the worked days of what began before."""
    return sum(max(row.counts(year)) for row in rows)


def _side(other: Side, rows: list[DeploymentRow], year: int, nobody: str) -> LedgerSide:
    over = (DeploymentStatus.DECLINED, DeploymentStatus.WITHDRAWN)
    counts = [row.counts(year) for row in rows]
    return LedgerSide(
        title="Gives" if other == "receiver" else "Receives",
        other=other,
        rows=[row for row in rows if row.code not in over],
        ended=[row for row in rows if row.code in over],
        worked=sum(worked for worked, _ in counts),
        pledged=sum(pledged for _, pledged in counts),
        empty=nobody,
    )


def _worked_says(gives: LedgerSide, receives: LedgerSide, rows: list[DeploymentRow]) -> str:
    parts = [f"{days_words(side.worked)} of what it {side.title.lower()}" for side in (gives, receives) if side.worked]
    says = f"Worked so far: {listed(parts)}." if parts else "No days are worked yet." if rows else ""
    waiting = sum(row.code == DeploymentStatus.PROPOSED for row in rows)
    if not waiting:
        return says
    return f"{says} {opened(waiting, 'agreement')} {'waits' if waiting == 1 else 'wait'} for a signature.".strip()


def _balances(given: list[DeploymentRow], received: list[DeploymentRow], year: int) -> list[Balance]:
    found: dict[str, Balance] = {}
    for name, rows in (("given", given), ("received", received)):
        for row in rows:
            worked, pledged = row.counts(year)
            if worked or pledged:
                known = found.get(row.subject, Balance(row.subject))
                before: tuple[float, float] = getattr(known, name)
                sums = (before[0] + worked, before[1] + pledged)
                found[row.subject] = replace(known, given=sums) if name == "given" else replace(known, received=sums)
    return sorted(found.values(), key=lambda each: (-max(each.given) - max(each.received), each.subject))
