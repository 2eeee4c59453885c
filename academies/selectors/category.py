"""An academy's category: what is in force, what it gives, and how it came about. Fixed numbers of queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy, CategoryDecision, SupportArea, Tier
from academies.models.decision import Answer, DecisionQuerySet, DecisionStatus
from academies.rules.band import Band, Segment, Years, band, years_between
from academies.rules.decision import unbroken_since
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british, span_of_days
from celt.lib.sentences import listed
from celt.ui.parts import Link, Stat, Status

# A category that ends within so many days is decided again now, so that there is no day without one.
SOON_DAYS = 42

SHOWN = (
    "academy__trust",
    "area",
    "scheme",
    "tier",
    "moderated_tier",
    "proposed_tier",
    "decided_by",
    "moderated_by",
    "answered_by",
    "withdrawn_by",
)


def shown(decisions: DecisionQuerySet) -> DecisionQuerySet:
    """With all that a page says of them; the evidence is read only where it is shown."""
    return decisions.select_related(*SHOWN).defer("evidence")


def tiers_in_force(user: User, academies: Iterable[Academy]) -> dict[int, CategoryDecision]:
    """Academy pk -> its decision as a whole that is in force today; academies without one are left out.

    `followed` on each: the next one is decided already, so that this one may end. One query.
    """
    today, whole = timezone.localdate(), CategoryDecision.objects.visible_to(user).of_whole_academy()
    ahead = whole.confirmed().filter(academy=OuterRef("academy"), starts__gt=today)
    found = whole.on(today).filter(academy__in=[academy.pk for academy in academies]).annotate(followed=Exists(ahead))
    return {
        decision.academy_id: decision for decision in found.select_related("tier", "moderated_tier").defer("evidence")
    }


def held_since(user: User, decision: CategoryDecision) -> datetime.date:
    """Since when the academy as a whole has been in that decision's category without a break. One query."""
    earlier = CategoryDecision.objects.visible_to(user).confirmed().of_whole_academy()
    known = earlier.filter(academy=decision.academy_id, ends__lt=decision.starts).order_by()
    word = Coalesce("moderated_tier__word", "tier__word")
    return unbroken_since(decision.starts, decision.confirmed_tier.word, known.values_list("starts", "ends", word))


def gives(tier: Tier, *, whole: bool = True) -> list[Stat]:
    """What a whole year in the category is owed, what is nothing left out.

    `whole` False: for one subject or area, which is owed people's days; visits and meetings are the academy's.
    """
    days = [(tier.leader_days, "Leaders from elsewhere", "day"), (tier.coaching_days, "Coaching", "day")]
    times = [
        (tier.visits, "Quality-assurance visits", "visit"),
        (tier.full_day_reviews, "External full-day review", "review"),
        (tier.partnership_meetings, "Partnership meetings", "meeting"),
    ]
    amounts = [*((Decimal(n), label, unit) for n, label, unit in times if whole), *days]
    stats = [Stat(label, f"{float(n):g}", unit if n == 1 else f"{unit}s") for n, label, unit in amounts if n]
    return [*stats, Stat("The category is looked at", tier.get_review_rhythm_display().lower())]


@dataclass(frozen=True)
class Record:
    """One decision as somebody reads it: whoever may not know who works here reads roles, not names."""

    decision: CategoryDecision
    names: bool
    today: datetime.date

    @property
    def tier(self) -> Tier:
        return self.decision.confirmed_tier

    @property
    def url(self) -> str:
        return reverse("academies:decision_show", args=[self.decision.pk])

    @property
    def about(self) -> str:
        return self.decision.area.name if self.decision.area else "The academy as a whole"

    @property
    def period(self) -> str:
        return span_of_days(self.decision.starts, self.decision.ends)

    @property
    def decided_by(self) -> str:
        return str(self.decision.decided_by) if self.names else "A trust leader"

    @property
    def moderated_by(self) -> str:
        return str(self.decision.moderated_by) if self.names else "A second trust leader"

    @property
    def answered_by(self) -> str:
        return str(self.decision.answered_by) if self.names else "The headteacher"

    @property
    def withdrawn_by(self) -> str:
        return str(self.decision.withdrawn_by)

    @property
    def awaits(self) -> bool:
        return self.decision.status == DecisionStatus.AWAITING

    @property
    def confirmed(self) -> bool:
        return self.decision.status == DecisionStatus.CONFIRMED

    @property
    def withdrawn(self) -> bool:
        return self.decision.status == DecisionStatus.WITHDRAWN

    @property
    def in_force(self) -> bool:
        return self.decision.in_force(self.today)

    @property
    def disagrees(self) -> bool:
        return self.decision.answer == Answer.DISAGREES

    @property
    def moderation(self) -> str:
        """What the second person did, in one sentence."""
        d = self.decision
        if d.moderated_at is None:
            return ""
        on = british(timezone.localdate(d.moderated_at))
        if d.was_changed:
            return f"{self.moderated_by} changed {d.tier} to {d.moderated_tier} on {on}."
        return f"{self.moderated_by} agreed on {on}."

    @property
    def status(self) -> Status:
        d = self.decision
        if self.awaits:
            return Status("Waits for a second person", "busy")
        if self.withdrawn:
            return Status("Withdrawn")
        if d.starts > self.today:
            return Status(f"From {british(d.starts)}", "busy")
        if d.ends < self.today:
            return Status("Ended early, the next took over" if d.closed_early else "Ended")
        if (d.ends - self.today).days <= SOON_DAYS:
            return Status(f"Ends on {british(d.ends)}", "warn")
        return Status("In force", "good")

    @property
    def answer_status(self) -> Status:
        if self.disagrees:
            return Status("Disagrees", "warn")
        if self.decision.answer == Answer.ACCEPTS:
            return Status("Accepts it", "good")
        return Status("Not answered yet")


@dataclass(frozen=True)
class CategoryPage:
    academy: Academy
    answer: str
    lead: str
    now: Record | None
    gives: list[Stat]
    by_area: list[Record]
    awaiting: list[Record]
    coming: list[Record]
    history: list[Record]
    bands: list[Band]
    years: Years | None
    areas: list[SupportArea]
    decides: bool
    answers: bool
    actions: list[Link]

    @property
    def key(self) -> list[Tier]:
        """Each category that the band shows, once."""
        return list({record.tier.word: record.tier for record in self.history[::-1] if record.confirmed}.values())


def category_page(user: User, person: Person, academy: Academy) -> CategoryPage:
    """The academy's category now, by subject, on its way, and since there is one."""
    today = timezone.localdate()
    names = may_at(academy, person, Permission.VIEW_PEOPLE)
    decides = may_at(academy, person, Permission.DECIDE_CATEGORY)
    found = shown(CategoryDecision.objects.visible_to(user).filter(academy=academy))
    records = [Record(decision, names, today) for decision in found]
    records.sort(key=lambda record: record.decision.area_id is not None)
    records.sort(key=lambda record: record.decision.starts, reverse=True)
    confirmed = [record for record in records if record.confirmed]
    in_force = [record for record in confirmed if record.in_force]
    now = next((record for record in in_force if record.decision.area_id is None), None)
    by_area = sorted((r for r in in_force if r.decision.area_id is not None), key=lambda r: r.about)
    areas = SupportArea.objects.visible_to(user).current().filter(trust=academy.trust_id) if decides else ()
    years = years_between([(r.decision.starts, r.decision.ends) for r in confirmed], today)
    actions = []
    if decides:
        label = "Decide again" if now else "Decide the category"
        actions = [Link(label, reverse("academies:decision_new", args=[academy.slug]), primary=True)]
    return CategoryPage(
        academy=academy,
        answer=_answer(academy, now, confirmed, today),
        lead=_lead(now, by_area),
        now=now,
        gives=gives(now.tier) if now else [],
        by_area=by_area,
        awaiting=[record for record in records if record.awaits],
        coming=[record for record in confirmed if record.decision.starts > today][::-1],
        history=records if decides else confirmed,
        bands=_bands(confirmed, years) if years else [],
        years=years,
        areas=list(areas),
        decides=decides,
        answers=may_at(academy, person, Permission.ANSWER_CATEGORY),
        actions=actions,
    )


def _answer(academy: Academy, now: Record | None, confirmed: list[Record], today: datetime.date) -> str:
    if now is None:
        ended = [r for r in confirmed if r.decision.area_id is None and r.decision.ends < today]
        if not ended:
            return f"{academy} has no category yet."
        return f"{academy} has had no category since {ended[0].tier} ended on {british(ended[0].decision.ends)}."
    earlier = [
        (r.decision.starts, r.decision.ends, r.tier.word)
        for r in confirmed
        if r.decision.area_id is None and r is not now
    ]
    since = unbroken_since(now.decision.starts, now.tier.word, earlier)
    return f"{academy} has been in {now.tier} since {british(since)}."


def _lead(now: Record | None, by_area: list[Record]) -> str:
    said = [f"It is looked at again by {british(now.decision.ends)}."] if now else []
    if by_area:
        said.append(f"By subject: {listed([f'{r.about} in {r.tier}' for r in by_area])}.")
    return " ".join(said)


def _bands(confirmed: list[Record], years: Years) -> list[Band]:
    """One row over the years for the academy as a whole, one for each subject."""
    by_name: dict[str, list[Record]] = {}
    for record in sorted(confirmed, key=lambda r: (r.decision.area_id is not None, r.about, r.decision.starts)):
        by_name.setdefault(record.about, []).append(record)
    return [
        band(
            years, name, [Segment(r.decision.starts, r.decision.ends, r.tier.word, r.tier.colour, r.url) for r in rows]
        )
        for name, rows in by_name.items()
    ]
