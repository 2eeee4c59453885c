"""One promise of support: how it stands, what was delivered of it, and which decision it came from. Three queries."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import SupportDelivery, SupportPromise
from academies.models.decision import DecisionStatus
from academies.models.support import IN_DAYS, SupportKind
from academies.rules.support import amount_of, near
from academies.selectors.support import LAST_DONE, standing_of
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british, span_of_days
from celt.lib.names import short_names
from celt.lib.sentences import inside
from celt.lib.terms import year_on
from celt.ui.parts import Link, Status


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One delivery. What was found, who led it and why it was struck out are for who may see who works there."""

    delivery: SupportDelivery
    says: str
    led_by: str
    recorded_by: str
    note: str
    struck_reason: str

    @property
    def struck(self) -> bool:
        return self.delivery.struck_at is not None


@dataclass(frozen=True)
class PromisePage:
    promise: SupportPromise
    title: str
    answer: str
    status: Status
    facts: list[tuple[str, str]]
    came_from: str
    decision: Link | None
    deliveries: list[DeliveryLine]
    sees_names: bool
    may_manage: bool
    is_open: bool
    takes_delivery: bool
    left: Decimal

    @property
    def standing_deliveries(self) -> int:
        return sum(not line.struck for line in self.deliveries)

    @property
    def year_url(self) -> str:
        address = reverse("academies:support", args=[self.promise.academy.slug])
        return f"{address}?year={year_on(self.promise.due)}"

    @property
    def plan_lead(self) -> str:
        return f"It is due by {british(self.promise.due)}. {self.came_from}"

    @property
    def record_lead(self) -> str:
        """What is recorded already, so that nobody records it twice."""
        standing = [line.says for line in self.deliveries if not line.struck]
        return f"Recorded already: {', '.join(standing)}." if standing else self.came_from


def promise_page(person: Person, promise: SupportPromise) -> PromisePage:
    """`promise` as `promises_to_show` reads it."""
    today = timezone.localdate()
    standing = standing_of(promise)
    sees_names = may_at(promise.academy, person, Permission.VIEW_PEOPLE)
    may_manage = may_at(promise.academy, person, Permission.MANAGE_SUPPORT)
    lines = [_line(delivery, sees_names) for delivery in promise.deliveries.select_related("led_by", "recorded_by")]
    in_days = promise.kind in IN_DAYS
    what = what_of(promise)
    name = short_names([promise.academy.name])[promise.academy.name]
    status = standing.status(today)
    is_open = standing.called_off is False and standing.delivered < standing.amount
    called_off = promise.called_off_at
    facts = [
        ("Due by", british(promise.due)),
        ("Planned for", british(promise.planned_on)),
        ("Led by", str(promise.lead) if promise.lead and sees_names else ""),
        ("About", promise.focus),
        ("Called off", f"{british(called_off.date())}: {promise.called_off_reason}" if called_off else ""),
    ]
    return PromisePage(
        promise=promise,
        title=what,
        answer=f"{what} at {name}: {inside(status.word)}.",
        status=status,
        facts=[(label, value) for label, value in facts if value],
        came_from=_came_from(promise),
        decision=_decision_link(person, promise),
        deliveries=lines,
        sees_names=sees_names,
        may_manage=may_manage,
        is_open=is_open,
        takes_delivery=is_open or (in_days and not called_off),
        left=standing.left,
    )


def what_of(promise: SupportPromise) -> str:
    """'Quality-assurance visit', '3 leader days'."""
    if promise.kind in IN_DAYS:
        return amount_of(promise.kind, promise.amount)
    return SupportKind(promise.kind).label


def _line(delivery: SupportDelivery, sees_names: bool) -> DeliveryLine:
    kind = delivery.promise.kind
    done = british(delivery.on)
    says = f"{amount_of(kind, delivery.amount)} on {done}" if kind in IN_DAYS else f"Done on {done}"
    return DeliveryLine(
        delivery=delivery,
        says=says[0].upper() + says[1:],
        led_by=str(delivery.led_by) if delivery.led_by and sees_names else "",
        recorded_by=str(delivery.recorded_by) if sees_names else "",
        note=delivery.note if sees_names else "",
        struck_reason=delivery.struck_reason if sees_names else "",
    )


def _came_from(promise: SupportPromise) -> str:
    decision = promise.decision
    if decision is None:
        return f"Beyond the category: {promise.reason}"
    tier = decision.confirmed_tier
    a_year: dict[str, Decimal | int] = {
        SupportKind.VISIT: tier.visits,
        SupportKind.FULL_DAY_REVIEW: tier.full_day_reviews,
        SupportKind.LEADER_DAYS: tier.leader_days,
        SupportKind.COACHING_DAYS: tier.coaching_days,
        SupportKind.PARTNERSHIP: tier.partnership_meetings,
        SupportKind.CATEGORY_REVIEW: tier.review_rhythm,
    }
    area = f" in {decision.area}" if decision.area else ""
    owed = amount_of(promise.kind, Decimal(a_year[promise.kind]))
    return (
        f"The category “{tier.word}”{area}, which holds {span_of_days(decision.starts, decision.ends)}, "
        f"owes {owed} a year."
    )


def _decision_link(person: Person, promise: SupportPromise) -> Link | None:
    """To the decision where the person may open it: one on its way or withdrawn is for those who decide."""
    decision = promise.decision
    if decision is None:
        return None
    confirmed = decision.status == DecisionStatus.CONFIRMED
    needed = Permission.VIEW_CATEGORY if confirmed else Permission.DECIDE_CATEGORY
    if not may_at(promise.academy, person, needed):
        return None
    return Link("The decision, and the evidence it rests on", reverse("academies:decision_show", args=[decision.pk]))


def plan_says(promise: SupportPromise) -> str:
    """'Planned for 4 March.', and what is to be known where that is after the day it was due by."""
    today = timezone.localdate()
    if promise.planned_on is None:
        return f"No day is planned. It is due by {near(promise.due, today)}."
    said = f"Planned for {near(promise.planned_on, today)}."
    late = promise.planned_on > promise.due
    return f"{said} That is after {near(promise.due, today)}, the last day on which it is in time." if late else said


def promises_to_show(user: User) -> QuerySet[SupportPromise]:
    """What the person sees, read as `promise_page` needs it."""
    related = ("academy__trust", "lead", "decision__area", "decision__tier", "decision__moderated_tier")
    seen = SupportPromise.objects.visible_to(user).with_delivered()
    return seen.annotate(done_on=LAST_DONE).select_related(*related)


def promise_of_delivery(user: User, pk: int) -> int | None:
    """The promise that a delivery is of, where the person sees it."""
    return SupportPromise.objects.visible_to(user).filter(deliveries=pk).values_list("pk", flat=True).first()
