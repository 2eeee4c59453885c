"""Deployments as rows that a page shows, the list of them, and one of them in full."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import DecimalField, Max, Min, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from academies.access import Person
from academies.agreements import agreement_of, led_today, names_the_person, party_of
from academies.models import (
    Academy,
    CategoryDecision,
    Concern,
    Deployment,
    ReleasedDays,
    SupportArea,
    Trust,
)
from academies.models.area import AreaKind
from academies.models.deployment import DeploymentQuerySet, DeploymentStatus
from academies.rules.deployment import SIDES, Side, Step, days_words, open_steps, state, waits_for
from accounts.models import User
from celt.lib.days import short_day, span_of_days
from celt.lib.names import short_names
from celt.lib.sentences import opened
from celt.lib.terms import FIRST_YEAR, LAST_YEAR, year_label, year_on
from celt.ui.parts import Choice, Filter, Moment, Status

EVERY = ""
LATE = "late"


def days_of_year(year: int) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of an academic year, both counted."""
    return datetime.date(year, 9, 1), datetime.date(year + 1, 8, 31)


def in_trust(user: User, trust: Trust | None) -> DeploymentQuerySet:
    """What the person sees of the trust they look at."""
    return Deployment.objects.visible_to(user).filter(Q(giver__trust=trust) | Q(receiver__trust=trust))


def touching(found: DeploymentQuerySet, year: int) -> DeploymentQuerySet:
    first, last = days_of_year(year)
    return found.filter(starts__lte=last, ends__gte=first)


def with_worked(found: DeploymentQuerySet, year: int) -> DeploymentQuerySet:
    """Each with `worked`: the days logged of it in that year."""
    first, last = days_of_year(year)
    standing = Q(releases__struck_at__isnull=True, releases__on__gte=first, releases__on__lte=last)
    days = DecimalField(max_digits=6, decimal_places=1)
    return found.annotate(worked=Coalesce(Sum("releases__days", filter=standing), Value(Decimal(0)), output_field=days))


@dataclass(frozen=True, slots=True)
class DeploymentRow:
    """One deployment as lists and cards show it. `person` is empty for whoever may not read who goes."""

    pk: int
    focus: str
    kind: str
    area: str
    giver: str
    receiver: str
    giver_slug: str
    receiver_slug: str
    person: str
    pledged: float
    released: float
    starts: datetime.date
    ends: datetime.date
    status: Status
    intended: str
    actual: str
    url: str
    code: str
    worked: float = 0  # in the year that the page is about
    giver_short: str = ""
    receiver_short: str = ""

    @property
    def days(self) -> str:
        return f"{self.released:g} of {self.pledged:g}"

    @property
    def span(self) -> str:
        return span_of_days(self.starts, self.ends)

    @property
    def when(self) -> str:
        """The days where there is little room: '9 Nov 2026 to 12 Feb 2027', each day on one line."""
        ends = (short_day(day).replace(" ", "\u00a0") for day in (self.starts, self.ends))
        return " to ".join(ends)

    @property
    def subject(self) -> str:
        """What its days are counted under: the subject or area, or the kind of focus where none is named."""
        return self.area or self.kind

    def counts(self, year: int) -> tuple[float, float]:
        """(worked, pledged) in a year. The pledge counts in the year it starts, once both heads signed; of what was
        never agreed, or ended early, the days that were worked."""
        if year_on(self.starts) != year:
            return self.worked, 0
        return self.worked, self.pledged if self.code in ("agreed", "closed") else self.released


def row_of(deployment: Deployment, person: Person, today: datetime.date) -> DeploymentRow:
    """Reads giver, receiver and area: select them with it."""
    d = deployment
    return DeploymentRow(
        pk=d.pk,
        focus=d.focus,
        kind=d.get_focus_kind_display(),
        area=d.area.name if d.area else "",
        giver=d.giver.name,
        receiver=d.receiver.name,
        giver_slug=d.giver.slug,
        receiver_slug=d.receiver.slug,
        person=d.person if names_the_person(person, d) else "",
        pledged=float(d.days_pledged),
        released=float(d.days_released),
        starts=d.starts,
        ends=d.ends,
        status=Status(*state(agreement_of(d), today)),
        intended=d.intended_impact,
        actual=d.actual_impact,
        url=reverse("academies:deployment_show", args=[d.pk]),
        code=d.status,
        worked=float(getattr(d, "worked", 0)),
    )


def whole(found: DeploymentQuerySet) -> DeploymentQuerySet:
    """With what a row reads."""
    return found.select_related("giver", "receiver", "area")


# What the address may say


def year_named(query: Mapping[str, str]) -> int | None:
    asked = query.get("year", "")
    return int(asked) if asked.isdecimal() and len(asked) == 4 and FIRST_YEAR <= int(asked) <= LAST_YEAR else None


def year_asked(query: Mapping[str, str], today: datetime.date) -> int:
    """The year of the address; without one, the present."""
    named = year_named(query)
    return year_on(today) if named is None else named


def year_filter(found: DeploymentQuerySet, year: int | None, today: datetime.date, *, every: bool = False) -> Filter:
    """From the first year with a deployment to the last, and the present one. One query."""
    ends = found.aggregate(first=Min("starts"), last=Max("ends"))
    now = year_on(today)
    years = {now, *([year] if year is not None else [])}
    if ends["first"]:
        years |= set(range(year_on(ends["first"]), year_on(ends["last"]) + 1))
    choices = [Choice(str(y), year_label(y)) for y in sorted(years, reverse=True)]
    if every:
        choices.insert(0, Choice(EVERY, "Every year"))
    return Filter("year", "Year", choices, EVERY if year is None else str(year))


@dataclass(frozen=True, slots=True)
class SubjectChoice:
    """The subject or area that the address asks for, and the filter that offers them. One query."""

    filter: Filter
    area: int | None

    def narrow(self, found: DeploymentQuerySet) -> DeploymentQuerySet:
        return found.filter(area=self.area) if self.area else found


def subject_asked(user: User, trust: Trust | None, query: Mapping[str, str]) -> SubjectChoice:
    areas = list(SupportArea.objects.visible_to(user).filter(trust=trust))
    asked = next((area for area in areas if str(area.pk) == query.get("subject")), None)
    groups = [
        (f"{kind.label}s" if kind == AreaKind.SUBJECT else "Areas of work", choices)
        for kind in AreaKind
        if (choices := [Choice(str(area.pk), area.name) for area in areas if area.kind == kind])
    ]
    return SubjectChoice(
        Filter("subject", "Subject or area", [Choice(EVERY, "All")], str(asked.pk) if asked else "", groups=groups),
        asked.pk if asked else None,
    )


# The list


@dataclass(frozen=True, slots=True)
class DeploymentList:
    rows: list[DeploymentRow]
    filters: list[Filter]
    answer: str
    names_people: bool


def deployments_page(user: User, person: Person, query: Mapping[str, str]) -> DeploymentList:
    """Narrowed by `year`, `giver`, `receiver`, `with` (either side), `subject` and `state` of the address."""
    today = timezone.localdate()
    found = in_trust(user, person.trust)
    year = year_named(query)
    years = year_filter(found, year, today, every=True)
    subject = subject_asked(user, person.trust, query)
    states = {EVERY: "Any", **{s.value: s.label for s in DeploymentStatus}, LATE: "Over, and not finished"}
    asked = query.get("state", "") if query.get("state") in states else ""
    places = _places(found)
    slugs = {name: query.get(name, "") if query.get(name) in places else "" for name in ("giver", "receiver", "with")}

    found = subject.narrow(touching(found, year) if year is not None else found)
    if asked == LATE:
        found = found.filter(status=DeploymentStatus.AGREED, ends__lt=today)
    elif asked:
        found = found.filter(status=asked)
    for side in SIDES:
        found = found.filter(**{f"{side}__slug": slugs[side]}) if slugs[side] else found
    if slugs["with"]:
        found = found.filter(Q(giver__slug=slugs["with"]) | Q(receiver__slug=slugs["with"]))
    short = short_names(places.values())
    rows = [
        replace(row, giver_short=short[row.giver], receiver_short=short[row.receiver])
        for row in (row_of(each, person, today) for each in whole(found))
    ]
    choices = [Choice(EVERY, "Any academy"), *(Choice(slug, name) for slug, name in places.items())]
    return DeploymentList(
        rows=rows,
        filters=[
            years,
            Filter("giver", "From", choices, slugs["giver"]),
            Filter("receiver", "To", choices, slugs["receiver"]),
            subject.filter,
            Filter("state", "State", [Choice(value, label) for value, label in states.items()], asked),
        ],
        answer=_list_says(rows),
        names_people=any(row.person for row in rows),
    )


def _places(found: DeploymentQuerySet) -> dict[str, str]:
    """Slug -> name of every academy that gives or receives in these. One query."""
    pairs = found.order_by().values_list("giver__slug", "giver__name", "receiver__slug", "receiver__name").distinct()
    names = {slug: name for pair in pairs for slug, name in (pair[:2], pair[2:])}
    return dict(sorted(names.items(), key=lambda item: item[1]))


def _list_says(rows: Sequence[DeploymentRow]) -> str:
    if not rows:
        return "No agreement to show here."
    waiting = sum(row.code == DeploymentStatus.PROPOSED for row in rows)
    released, pledged = sum(row.released for row in rows), sum(row.pledged for row in rows)
    says = f"{opened(len(rows), 'agreement')}: {released:g} of {days_words(pledged)} worked."
    return f"{says} {opened(waiting, 'waits', 'wait')} for a signature." if waiting else says


# One deployment


@dataclass(frozen=True, slots=True)
class Signature:
    side: Side
    role: str
    academy: str
    by: str
    at: datetime.datetime | None
    led: bool  # somebody is there to sign


@dataclass(frozen=True, slots=True)
class DeploymentPage:
    deployment: Deployment
    row: DeploymentRow
    answer: str
    waits: str
    signatures: list[Signature]
    decision: CategoryDecision | None
    concern: Concern | None
    log: list[ReleasedDays]
    steps: frozenset[Step]
    reads_names: bool
    anew: bool  # days were worked under earlier terms

    @property
    def days_left(self) -> float:
        return self.row.pledged - self.row.released

    @property
    def may_strike(self) -> bool:
        return Step.STRIKE in self.steps

    @property
    def ended_says(self) -> str:
        """Why it was declined or withdrawn, for staff: a reason can name somebody."""
        return self.deployment.ended_reason if self.reads_names else ""

    @property
    def moments(self) -> list[Moment]:
        """How it came about, newest first. Names only for those who may read them."""
        d = self.deployment

        def by(user: User | None) -> str:
            return f" by {user.full_name}" if user and self.reads_names else ""

        told = [(d.proposed_at, f"Proposed{by(d.proposed_by)}", "")]
        told += [(s.at, f"Signed for {s.academy}", "") for s in self.signatures if s.at]
        if d.ended_at:
            told.append((d.ended_at, f"{d.get_status_display()}{by(d.ended_by)}", ""))
        if self.decision:
            url = reverse("academies:decision_show", args=[self.decision.pk])
            told.append((self.decision.decided_at, f"Category decided: {self.decision.confirmed_tier.word}", url))
        if self.concern:
            url = reverse("academies:concern_show", args=[self.concern.pk])
            told.append((self.concern.raised_at, f"Concern raised: {self.concern.title}", url))
        return [Moment(*each) for each in sorted(told, key=lambda each: each[0], reverse=True)]

    @property
    def token(self) -> str:
        """Which terms these are: a signature is for them alone."""
        return self.deployment.proposed_at.isoformat()


def deployment_of(user: User, pk: int) -> Deployment | None:
    """The deployment where it is visible, with all that its page reads. One query."""
    people = ("proposed_by", "giver_signed_by", "receiver_signed_by", "ended_by")
    return (
        whole(Deployment.objects.visible_to(user))
        .select_related("giver__trust", "receiver__trust", *people)
        .filter(pk=pk)
        .first()
    )


def deployment_page(user: User, person: Person, deployment: Deployment) -> DeploymentPage:
    """`deployment` as `deployment_of` reads it."""
    today = timezone.localdate()
    row, agreement = row_of(deployment, person, today), agreement_of(deployment)
    reads_names = names_the_person(person, deployment)
    led = led_today(deployment)
    decisions = CategoryDecision.objects.visible_to(user).select_related("academy", "area", "tier", "moderated_tier")
    who = row.person or "Somebody"
    return DeploymentPage(
        deployment=deployment,
        row=row,
        answer=f"{who} of {row.giver} {_works(row)} at {row.receiver}: {row.focus}",
        waits=waits_for(agreement),
        signatures=[_signature(deployment, side, led, reads_names) for side in SIDES],
        decision=decisions.filter(deployments=deployment).first() if deployment.decision_id else None,
        concern=Concern.objects.visible_to(user).filter(deployments=deployment).first()
        if deployment.concern_id
        else None,
        log=list(deployment.releases.select_related("recorded_by", "struck_by")),
        steps=open_steps(agreement, party_of(user, person, deployment), today),
        reads_names=reads_names,
        anew=deployment.status == DeploymentStatus.PROPOSED and deployment.days_released > 0,
    )


def _works(row: DeploymentRow) -> str:
    """What is only proposed is not told as if it were agreed, nor what is over as if it went on."""
    if row.code == DeploymentStatus.AGREED:
        return f"works {days_words(row.pledged)}"
    if row.code == DeploymentStatus.CLOSED:
        return f"worked {days_words(row.released) if row.released else 'no day'}"
    return f"{'would' if row.code == DeploymentStatus.PROPOSED else 'was to'} work {days_words(row.pledged)}"


def _signature(deployment: Deployment, side: Side, led: frozenset[int], reads_names: bool) -> Signature:
    by: User | None = getattr(deployment, f"{side}_signed_by")
    academy: Academy = getattr(deployment, side)
    return Signature(
        side=side,
        role="Gives" if side == "giver" else "Receives",
        academy=academy.name,
        by=by.full_name if by and reads_names else "",
        at=getattr(deployment, f"{side}_signed_at"),
        led=academy.pk in led,
    )
