"""Support promised and delivered over the trust, academy by academy, and what is late. A fixed number of queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person, academies_where
from academies.models import Academy, CategoryDecision, SupportPromise, Term, Tier, Trust
from academies.models.support import SupportKind
from academies.rules.entitlement import KINDS
from academies.rules.support import Standing, State, tallies, tally, year_answer
from academies.selectors.support import (
    Box,
    KindRow,
    PromiseRow,
    chosen,
    chosen_year,
    in_year,
    kind_filter,
    next_visits,
    promise_rows,
    state_filter,
    year_filter,
    years_of,
)
from accounts.models import User
from celt.lib.days import short_day
from celt.lib.names import short_names
from celt.lib.sentences import counted
from celt.lib.terms import year_label, year_on
from celt.ui.parts import Choice, Filter


@dataclass(frozen=True)
class TrustSupportPage:
    """`academies`: a row each, as `AcademySupportTable` reads it. `rows`: the promises asked for, late ones first."""

    year: int
    answer: str
    filters: list[Filter]
    kinds: Sequence[str]
    academies: list[dict[str, Any]]
    rows: list[PromiseRow]
    picture: list[KindRow]
    late: int
    this_year: bool
    anything: bool

    @property
    def year_label(self) -> str:
        return year_label(self.year)


def trust_support_page(user: User, person: Person, trust: Trust | None, query: Mapping[str, str]) -> TrustSupportPage:
    """Seven queries. The address narrows by `year`, `category`, `kind` and `state`: a state keeps the academies that
    have such a promise, and the list to those."""
    today = timezone.localdate()
    promises = SupportPromise.objects.visible_to(user).filter(academy__trust=trust)
    years = years_of(promises, today)
    year = chosen_year(query, years, today)
    kind, state = chosen(query, "kind", SupportKind.values), chosen(query, "state", list(State))
    rows = promise_rows(person, in_year(promises, year), list(Term.objects.visible_to(user).filter(trust=trust)), today)
    with_support = Q(pk__in={row.academy_id for row in rows})
    academies = list(
        Academy.objects.visible_to(user)
        .filter(academies_where(user, Permission.VIEW_SUPPORT), trust=trust)
        .filter(Q(status="open") | with_support)
    )
    tiers = _tiers(user, academies, min(max(today, datetime.date(year, 9, 1)), datetime.date(year + 1, 8, 31)))
    category = chosen(query, "category", {tier.word for tier in tiers.values()})
    kinds = (kind,) if kind else KINDS

    rows = [row for row in rows if row.standing.kind in kinds]
    asked = [row for row in rows if state in ("", row.state)]
    have = {row.academy_id for row in asked}
    places = [
        academy
        for academy in academies
        if (not category or (academy.pk in tiers and tiers[academy.pk].word == category))
        and (not state or academy.pk in have)
    ]
    shown = {academy.pk for academy in places}
    rows = [row for row in rows if row.academy_id in shown]
    standings = [row.standing for row in rows]
    by_kind = tallies(standings, today)
    short = short_names(academy.name for academy in academies)
    this_year = year == year_on(today)
    return TrustSupportPage(
        year=year,
        answer=year_answer(_who(places, short), year, by_kind, today, several=len(places) != 1),
        filters=[year_filter(years, year), _category_filter(tiers, category), kind_filter(kind), state_filter(state)],
        kinds=kinds,
        academies=_academy_rows(places, tiers, rows, next_visits(user, places), short, today, year),
        rows=sorted((row for row in asked if row.academy_id in shown), key=lambda row: row.order),
        picture=[
            _bar(kind, [s for s in standings if s.kind == kind], today) for kind in kinds if by_kind[kind].promised
        ],
        late=sum(each.late for each in by_kind.values()),
        this_year=this_year,
        anything=bool(years[1:] or rows or asked),
    )


def _who(places: Sequence[Academy], short: Mapping[str, str]) -> str:
    if len(places) == 1:
        return short[places[0].name]
    return f"The {counted(len(places), 'academy', 'academies')}" if places else "No academy here: they"


def _tiers(user: User, academies: Iterable[Academy], day: datetime.date) -> dict[int, Tier]:
    """The category of each academy as a whole on a day. One query."""
    decisions = (
        CategoryDecision.objects.visible_to(user)
        .filter(academy__in=[academy.pk for academy in academies])
        .of_whole_academy()
        .on(day)
        .select_related("tier", "moderated_tier")
    )
    return {decision.academy_id: decision.confirmed_tier for decision in decisions}


def _category_filter(tiers: Mapping[int, Tier], category: str) -> Filter:
    words = {tier.word: tier.position for tier in tiers.values()}
    in_order = sorted(words, key=lambda word: (words[word], word))
    choices = [Choice("", "Every category"), *(Choice(word, word) for word in in_order)]
    return Filter("category", "Category", choices, category)


def _academy_rows(
    academies: Sequence[Academy],
    tiers: Mapping[int, Tier],
    rows: Sequence[PromiseRow],
    coming: Mapping[int, SupportPromise],
    short: Mapping[str, str],
    today: datetime.date,
    year: int,
) -> list[dict[str, Any]]:
    of_academy: dict[int, list[Standing]] = {academy.pk: [] for academy in academies}
    for row in rows:
        of_academy[row.academy_id].append(row.standing)
    found = []
    for academy in academies:
        by_kind, tier, visit = tallies(of_academy[academy.pk], today), tiers.get(academy.pk), coming.get(academy.pk)
        found.append(
            {
                "academy": academy.name,
                "short": short[academy.name],
                "url": f"{reverse('academies:support', args=[academy.slug])}?year={year}",
                "tier": tier,
                "tier_order": tier.position if tier else 99,
                "late": sum(each.late for each in by_kind.values()),
                "next": _coming(visit, today) if visit else None,
                "next_on": visit.next_on if visit else datetime.date.max,  # type: ignore[attr-defined]
                "next_url": reverse("academies:promise_show", args=[visit.pk]) if visit else "",
                **by_kind,
                **{f"{kind}_order": each.share for kind, each in by_kind.items()},
            }
        )
    return found


def _coming(visit: SupportPromise, today: datetime.date) -> str:
    """'4 Mar', a day that is planned, or 'by 25 Mar'."""
    next_on: datetime.date = visit.next_on  # type: ignore[attr-defined]
    day = f"{next_on.day} {next_on:%b}" if year_on(next_on) == year_on(today) else short_day(next_on)
    return (day if visit.planned_on == next_on else f"by {day}").replace(" ", "\u00a0")


def _bar(kind: str, standings: Sequence[Standing], today: datetime.date) -> KindRow:
    """One bar for all academies: what is delivered, what is late, what is still to come."""
    count = tally(standings, today)
    done = min(count.promised, sum((min(each.counts, each.delivered) for each in standings), Decimal(0)))
    parts = (
        (State.DELIVERED, done),
        (State.LATE, count.late_left),
        (State.DUE, count.promised - done - count.late_left),
    )
    at, boxes = Decimal(0), []
    for state, amount in parts:
        width = amount / count.promised * 100
        if width > 0:
            filled = "100%" if state is State.DELIVERED else ""
            boxes.append(Box(f"{at:.2f}%", f"{width:.2f}%", filled, state.value))
        at += width
    return KindRow(SupportKind(kind).label, count, boxes, f"{count.says}{f', {count.late} late' if count.late else ''}")
