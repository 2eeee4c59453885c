"""What an academy was promised in a year and had of it; its next visits, and what is late. Fixed numbers of queries."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, DateField, Max, Min, Q, QuerySet, When
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy, CategoryDecision, SupportPromise, Term, Tier
from academies.models.support import PromiseQuerySet, SupportKind
from academies.rules.entitlement import KINDS, TermDays, terms_of_year
from academies.rules.support import NOUNS, Standing, State, Tally, figure, number, tallies, year_answer
from academies.selectors.together import Asked, read_apart
from academies.ways import may_at
from accounts.models import User
from celt.lib.names import short_names
from celt.lib.terms import TERMS, year_label, year_on
from celt.ui.parts import Choice, Filter, Status

VISITS = (SupportKind.VISIT, SupportKind.FULL_DAY_REVIEW)
ORDER = {State.LATE: 0, State.PLANNED: 1, State.DUE: 1, State.DELIVERED: 2, State.CALLED_OFF: 3}
LAST_DONE = Max("deliveries__on", filter=Q(deliveries__struck_at__isnull=True))


def next_visits(user: User, academies: Collection[Academy]) -> dict[int, SupportPromise]:
    """Academy pk -> the visit or review that comes next: on the day planned, or else by the day it is due. One query.

    `next_on` on each is that day; what is late and not planned anew is not next (`late_promises` counts it).
    """
    return _first(_coming(user, academies))


def late_promises(user: User, academies: Collection[Academy]) -> dict[int, int]:
    """Academy pk -> how many promises are late; academies without one are left out. One query."""
    return dict(Counter(_late(user, academies).values_list("academy_id", flat=True)))


def visits_and_late(user: User, academies: Collection[Academy]) -> tuple[dict[int, SupportPromise], dict[int, int]]:
    """`next_visits` and `late_promises`. One query for both."""
    coming, late = read_apart(Asked(_coming(user, academies), also=("next_on",)), Asked(_late(user, academies)))
    in_order = sorted(coming, key=lambda promise: (promise.next_on, promise.pk))
    return _first(in_order), dict(Counter(promise.academy_id for promise in late))


def _coming(user: User, academies: Collection[Academy]) -> PromiseQuerySet:
    today = timezone.localdate()
    return (
        SupportPromise.objects.visible_to(user)
        .open()
        .filter(academy__in=academies, kind__in=VISITS)
        .annotate(next_on=Case(When(planned_on__gte=today, then="planned_on"), default="due", output_field=DateField()))
        .filter(next_on__gte=today)
        .order_by("next_on", "pk")
    )


def _late(user: User, academies: Collection[Academy]) -> PromiseQuerySet:
    return SupportPromise.objects.visible_to(user).late(timezone.localdate()).filter(academy__in=academies)


def _first(coming: Iterable[SupportPromise]) -> dict[int, SupportPromise]:
    found: dict[int, SupportPromise] = {}
    for promise in coming:
        found.setdefault(promise.academy_id, promise)
    return found


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One promise, as lists and files show it. `lead` is empty for who may not see who works there."""

    pk: int
    academy: str
    short: str
    academy_slug: str
    academy_id: int
    standing: Standing
    state: State
    status: Status
    term: str
    lead: str
    focus: str
    beyond: bool
    tier: Tier | None
    today: datetime.date

    @property
    def url(self) -> str:
        return reverse("academies:promise_show", args=[self.pk])

    @property
    def academy_url(self) -> str:
        return reverse("academies:support", args=[self.academy_slug])

    @property
    def kind(self) -> str:
        return SupportKind(self.standing.kind).label

    @property
    def what(self) -> str:
        """'Quality-assurance visit', '3 leader days'."""
        if not self.in_days:
            return self.kind
        amount = self.standing.amount
        return f"{figure(amount)} {NOUNS[self.standing.kind][amount != 1]}"

    @property
    def in_days(self) -> bool:
        return self.standing.kind in (SupportKind.LEADER_DAYS, SupportKind.COACHING_DAYS)

    @property
    def note(self) -> str:
        """What it is about, who leads it, and that the category does not owe it."""
        said = (self.focus, self.lead, "beyond the category" if self.beyond else "")
        return " · ".join(each for each in said if each)

    @property
    def promised(self) -> float:
        return number(self.standing.counts)

    @property
    def delivered(self) -> float:
        return number(self.standing.delivered)

    @property
    def due(self) -> datetime.date:
        return self.standing.due

    @property
    def planned_on(self) -> datetime.date | None:
        return self.standing.planned_on

    @property
    def is_open(self) -> bool:
        return self.state in (State.LATE, State.DUE, State.PLANNED)

    @property
    def takes_delivery(self) -> bool:
        return self.is_open or (self.in_days and self.state is State.DELIVERED)

    @property
    def order(self) -> tuple[int, datetime.date, str]:
        """Late ones first, then what is to come by its day, then what is done, and last what was called off."""
        return ORDER[self.state], self.due, self.academy


def standing_of(promise: SupportPromise) -> Standing:
    """Of a promise that was read with `delivered` and `done_on`."""
    return Standing(
        kind=promise.kind,
        amount=promise.amount,
        delivered=promise.delivered,  # type: ignore[attr-defined]
        due=promise.due,
        planned_on=promise.planned_on,
        called_off=promise.called_off_at is not None,
        done_on=promise.done_on,  # type: ignore[attr-defined]
    )


def promise_rows(
    person: Person, promises: QuerySet[SupportPromise], terms: Sequence[Term], today: datetime.date
) -> list[PromiseRow]:
    """One query; `terms` are those of the trust."""
    known = [TermDays(term.academic_year, term.starts, term.ends) for term in terms]
    ends = {year: terms_of_year(year, known)[0] for year in {term.academic_year for term in terms}}
    read = list(promises.select_related("academy", "lead", "decision__tier", "decision__moderated_tier"))
    rows = []
    short = short_names({promise.academy.name for promise in read})
    for promise in read:
        standing = standing_of(promise)
        named = promise.lead is not None and may_at(promise.academy, person, Permission.VIEW_PEOPLE)
        rows.append(
            PromiseRow(
                pk=promise.pk,
                academy=promise.academy.name,
                short=short[promise.academy.name],
                academy_slug=promise.academy.slug,
                academy_id=promise.academy_id,
                standing=standing,
                state=standing.state(today),
                status=standing.status(today),
                term=term_of(promise.due, ends.get(year_on(promise.due))),
                lead=str(promise.lead) if named else "",
                focus=promise.focus,
                beyond=promise.decision_id is None,
                tier=promise.decision.confirmed_tier if promise.decision else None,
                today=today,
            )
        )
    return rows


def term_of(due: datetime.date, terms: Sequence[TermDays] | None) -> str:
    """'Autumn': the term that a day lies in, or the one that comes after it; the last of the year after that."""
    of_year = terms or terms_of_year(year_on(due), ())[0]
    at = next((at for at, term in enumerate(of_year) if due <= term.ends), len(of_year) - 1)
    return TERMS[at].capitalize()


@dataclass(frozen=True, slots=True)
class Box:
    """A piece of a bar: where it starts and how wide it is, of the bar; how much of the piece is filled, or empty."""

    start: str
    width: str
    filled: str
    state: str


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind in the picture: its promises as boxes in the order of their days."""

    label: str
    tally: Tally
    boxes: list[Box]
    says: str


def picture(rows: Sequence[PromiseRow], today: datetime.date) -> list[KindRow]:
    """A row for each kind that was promised anything."""
    by_kind = tallies([row.standing for row in rows], today)
    found = []
    for kind in KINDS:
        some = sorted((row for row in rows if row.standing.kind == kind and row.standing.counts), key=lambda r: r.due)
        if not some:
            continue
        whole, at, boxes = sum(row.standing.counts for row in some), Decimal(0), []
        for row in some:
            width = row.standing.counts / whole * 100
            share = min(Decimal(1), row.standing.delivered / row.standing.counts)
            filled = f"{share * 100:.1f}%" if share else ""
            boxes.append(Box(f"{at:.2f}%", f"{width:.2f}%", filled, row.state.value))
            at += width
        count = by_kind[kind]
        says = f"{count.says}{f', {count.late} late' if count.late else ''}"
        found.append(KindRow(SupportKind(kind).label, count, boxes, says))
    return found


@dataclass(frozen=True, slots=True)
class TermGroup:
    label: str
    rows: list[PromiseRow]


@dataclass(frozen=True)
class SupportPage:
    academy: Academy
    year: int
    answer: str
    filters: list[Filter]
    rows: list[PromiseRow]
    picture: list[KindRow]
    groups: list[TermGroup]
    dropped: list[PromiseRow]
    decision: CategoryDecision | None
    by_calendar: bool
    anything: bool

    @property
    def year_label(self) -> str:
        return year_label(self.year)

    @property
    def called_off(self) -> bool:
        return any(row.state is State.CALLED_OFF for row in self.rows)

    @property
    def decision_url(self) -> str:
        return reverse("academies:decision_show", args=[self.decision.pk]) if self.decision else ""


def support_page(user: User, person: Person, academy: Academy, query: Mapping[str, str]) -> SupportPage:
    """The academy's year of support: four queries. The address narrows the list by `kind` and `state`, not the sums."""
    today = timezone.localdate()
    promises = SupportPromise.objects.visible_to(user).filter(academy=academy)
    years = years_of(promises, today)
    year = chosen_year(query, years, today)
    terms = list(Term.objects.visible_to(user).filter(trust=academy.trust_id))
    known = [TermDays(term.academic_year, term.starts, term.ends) for term in terms]
    rows = promise_rows(person, in_year(promises, year), terms, today)
    kind, state = chosen(query, "kind", SupportKind.values), chosen(query, "state", list(State))
    shown = sorted(
        (row for row in rows if kind in ("", row.standing.kind) and state in ("", row.state)),
        key=lambda row: (row.due, KINDS.index(row.standing.kind)),
    )
    # What a later decision took over would bury what is owed: it is folded away, unless it is asked for.
    dropped = [row for row in shown if row.state is State.CALLED_OFF and not row.standing.delivered and not state]
    owed = [row for row in shown if row not in dropped]
    name = short_names([academy.name])[academy.name]
    reference = min(max(today, datetime.date(year, 9, 1)), datetime.date(year + 1, 8, 31))
    return SupportPage(
        academy=academy,
        year=year,
        answer=year_answer(name, year, tallies([row.standing for row in rows], today), today),
        filters=[year_filter(years, year), kind_filter(kind), state_filter(state)],
        rows=shown,
        picture=picture(rows, today),
        groups=[
            TermGroup(f"{label.capitalize()} term", some)
            for label in TERMS
            if (some := [row for row in owed if row.term == label.capitalize()])
        ],
        dropped=dropped,
        decision=CategoryDecision.objects.visible_to(user)
        .filter(academy=academy)
        .of_whole_academy()
        .on(reference)
        .select_related("tier", "moderated_tier")
        .first(),
        by_calendar=terms_of_year(year, known)[1],
        anything=bool(rows),
    )


def in_year(promises: PromiseQuerySet, year: int) -> QuerySet[SupportPromise]:
    """Those due in the academic year, with `delivered` and `done_on`."""
    first, last = datetime.date(year, 9, 1), datetime.date(year + 1, 8, 31)
    found = promises.filter(due__range=(first, last)).with_delivered()
    return found.annotate(done_on=LAST_DONE).order_by("due", "kind", "pk")


def years_of(promises: QuerySet[SupportPromise], today: datetime.date) -> list[int]:
    """Academic years that something was promised in, and the present one, newest first. One query."""
    ends = promises.aggregate(first=Min("due"), last=Max("due"))
    now = year_on(today)
    first, last = (year_on(ends[end]) if ends[end] else now for end in ("first", "last"))
    return list(range(max(last, now), min(first, now) - 1, -1))


def chosen_year(query: Mapping[str, str], years: Sequence[int], today: datetime.date) -> int:
    text = query.get("year", "")
    return int(text) if text in [str(year) for year in years] else year_on(today)


def chosen(query: Mapping[str, str], name: str, known: Iterable[str]) -> str:
    value = query.get(name, "")
    return value if value in known else ""


def year_filter(years: Sequence[int], year: int) -> Filter:
    return Filter("year", "Year", [Choice(str(each), year_label(each)) for each in years], str(year))


def kind_filter(kind: str) -> Filter:
    return Filter("kind", "Kind", [Choice("", "Every kind"), *(Choice(k.value, k.label) for k in SupportKind)], kind)


def state_filter(state: str) -> Filter:
    return Filter("state", "State", [Choice("", "Any"), *(Choice(s.value, s.label) for s in State)], state)
