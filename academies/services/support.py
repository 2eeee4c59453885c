"""Graduated support: a decision grants its year's entitlement; leaders plan it, record what was delivered, add to it.

Nothing that was promised or delivered is deleted: a promise is called off, a delivery struck out, each with its reason.
"""

from __future__ import annotations

import datetime
from collections import Counter
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import Academy, CategoryDecision, Membership, SupportDelivery, SupportPromise, Term, Tier
from academies.models.decision import DecisionStatus
from academies.models.support import IN_DAYS, SupportKind
from academies.rules.entitlement import DatedPromise, TermDays, YearOfSupport, dated_promises
from accounts.models import User
from celt.lib.days import british
from celt.lib.terms import year_label, year_on

# What a decision on one subject or area owes: people's days and its review. Visits, meetings and the full-day review
# are of the academy as a whole, which its own decision owes.
OF_AN_AREA = (SupportKind.LEADER_DAYS, SupportKind.COACHING_DAYS, SupportKind.CATEGORY_REVIEW)

A_YEAR = datetime.timedelta(days=366)


@transaction.atomic
def grant_entitlement(*, decision: CategoryDecision, by: User) -> list[SupportPromise]:
    """The promises of a confirmed decision, from its first day to its last. Asked a second time: those it has already.

    The decision is also the review of the category that the one before it owed, and is recorded as that.
    Raises PermissionDenied, or ValidationError where the decision is not confirmed.
    """
    decision = _decision(decision, by)
    if decision.status != DecisionStatus.CONFIRMED:
        raise ValidationError("Support is promised when a second person has confirmed the decision.")
    if granted := list(decision.promises.all()):
        return granted
    _record_review(decision, by)
    focus = decision.area.name if decision.area else ""
    return SupportPromise.objects.bulk_create(
        SupportPromise(
            academy=decision.academy,
            decision=decision,
            kind=promise.kind,
            amount=promise.amount,
            due=promise.due,
            focus=focus,
            made_by=by,
        )
        for promise in entitlement(decision)
    )


def entitlement(decision: CategoryDecision) -> list[DatedPromise]:
    """What the decision owes, before anything is written: its tier's year, over the terms that it touches."""
    terms = Term.objects.filter(trust=decision.academy.trust_id)
    promised = dated_promises(
        year_of(decision.confirmed_tier),
        decision.starts,
        decision.ends,
        [TermDays(term.academic_year, term.starts, term.ends) for term in terms],
        already=_promised_before(decision),
    )
    return [each for each in promised if decision.area_id is None or each.kind in OF_AN_AREA]


def year_of(tier: Tier) -> YearOfSupport:
    return YearOfSupport(
        visits=tier.visits,
        full_day_reviews=tier.full_day_reviews,
        leader_days=tier.leader_days,
        coaching_days=tier.coaching_days,
        partnership_meetings=tier.partnership_meetings,
        category_reviews=tier.review_rhythm,
    )


def _promised_before(decision: CategoryDecision) -> dict[int, Counter[str]]:
    """How many of each kind the academy was promised, by year, for the days before the decision, or has had."""
    found: dict[int, Counter[str]] = {}
    earlier = (
        SupportPromise.objects.standing()
        .filter(academy=decision.academy_id, decision__isnull=False, decision__area__isnull=True)
        .filter(Q(due__lt=decision.starts) | Q(deliveries__isnull=False, deliveries__struck_at__isnull=True))
        .exclude(decision=decision)
        .distinct()
    )
    for promise in earlier:
        found.setdefault(year_on(promise.due), Counter())[promise.kind] += 1
    return found


def _record_review(decision: CategoryDecision, by: User) -> None:
    """The review that an earlier decision owes and whose day is nearest was held: it led to this decision."""
    decided = timezone.localdate(decision.decided_at)
    owed = (
        SupportPromise.objects.open()
        .filter(
            academy=decision.academy_id,
            kind=SupportKind.CATEGORY_REVIEW,
            decision__isnull=False,
            decision__area=decision.area_id,
            decision__starts__lte=decided,
        )
        .exclude(decision=decision)
    )
    nearest = min(owed, key=lambda promise: abs(promise.due - decided), default=None)
    if nearest is not None:
        SupportDelivery.objects.create(
            promise=nearest, on=decided, note="It led to the next decision of the category.", recorded_by=by
        )


@transaction.atomic
def close_entitlement(*, decision: CategoryDecision, by: User, last_day: datetime.date) -> list[SupportPromise]:
    """Calls off what the decision promised for after `last_day`; what is delivered in full stands, and so do the
    days that were delivered of the rest. Gives what it called off. Raises PermissionDenied."""
    decision = _decision(decision, by)
    closed = list(SupportPromise.objects.open().filter(decision=decision, due__gt=last_day))
    SupportPromise.objects.filter(pk__in=[promise.pk for promise in closed]).update(
        called_off_at=timezone.now(), called_off_by=by, called_off_reason=_why_closed(decision, last_day)
    )
    for promise in closed:
        promise.refresh_from_db()
    return closed


def _why_closed(decision: CategoryDecision, last_day: datetime.date) -> str:
    if decision.status == DecisionStatus.WITHDRAWN:
        return "The decision that promised it was withdrawn."
    later = (
        CategoryDecision.objects.filter(academy=decision.academy_id, area=decision.area_id, starts__gt=last_day)
        .exclude(pk=decision.pk)
        .exclude(status=DecisionStatus.WITHDRAWN)
        .select_related("tier", "moderated_tier")
        .order_by("starts")
        .first()
    )
    if later is None:
        return f"The category it came from ended on {british(last_day)}."
    return f"The decision “{later.confirmed_tier.word}”, from {british(later.starts)}, takes its place."


def _decision(decision: CategoryDecision, by: User) -> CategoryDecision:
    """The decision as it stands, locked: two who confirm it take turns."""
    found = (
        CategoryDecision.objects.editable_by(by)
        .select_for_update(of=("self",))
        .select_related("academy", "area", "tier", "moderated_tier")
        .filter(pk=decision.pk)
        .first()
    )
    if found is None:
        raise PermissionDenied("Support is promised by those who decide categories.")
    return found


@transaction.atomic
def promise_more(
    *,
    by: User,
    academy: Academy,
    kind: SupportKind,
    due: datetime.date,
    reason: str,
    amount: Decimal = Decimal(1),
    planned_on: datetime.date | None = None,
    lead: User | None = None,
    focus: str = "",
) -> SupportPromise:
    """Support beyond the category, with why. Raises PermissionDenied, or ValidationError with what to mend."""
    if not user_can(by, Permission.MANAGE_SUPPORT, academy=academy):
        raise PermissionDenied("Support is promised by the trust's leaders.")
    today = timezone.localdate()
    if year_on(due) < year_on(today):
        raise ValidationError({"due": f"That day lies before {year_label(year_on(today))}. Choose a later one."})
    if not reason.strip():
        raise ValidationError({"reason": "Say why the academy gets this beyond its category."})
    promise = SupportPromise(academy=academy, kind=kind, amount=amount, due=due, reason=reason.strip(), made_by=by)
    _check_plan(promise, planned_on, lead, today)
    promise.planned_on, promise.lead, promise.focus = planned_on, lead, focus.strip()
    promise.full_clean()
    promise.save()
    return promise


@transaction.atomic
def plan_promise(
    *, by: User, promise: SupportPromise, planned_on: datetime.date | None, lead: User | None, focus: str = ""
) -> SupportPromise:
    """Set the day, who leads, and what it is about; without a day it is planned no more.

    Raises PermissionDenied, or ValidationError where it is delivered or called off, or the day has passed.
    """
    locked = _promise(promise, by)
    _check_open(locked)
    if planned_on != locked.planned_on or lead != locked.lead:
        _check_plan(locked, planned_on, lead, timezone.localdate())
    locked.planned_on, locked.lead, locked.focus = planned_on, lead, focus.strip()
    locked.full_clean()
    locked.save(update_fields=["planned_on", "lead", "focus"])
    return locked


@transaction.atomic
def record_delivery(
    *,
    by: User,
    promise: SupportPromise,
    on: datetime.date,
    amount: Decimal | None = None,
    led_by: User | None = None,
    note: str = "",
    known: int | None = None,
) -> SupportDelivery:
    """What was done of a promise. More days than were promised are kept as they are.

    `known`: how many deliveries its writer saw; another number means that somebody recorded one meanwhile.
    Raises PermissionDenied, or ValidationError with what to mend.
    """
    locked = _promise(promise, by)
    standing = list(locked.deliveries.filter(struck_at__isnull=True).select_related("recorded_by"))
    if locked.called_off_at:
        raise ValidationError("This was called off. Promise it anew, beyond the category, and record it there.")
    if standing and locked.kind not in IN_DAYS:
        last = standing[-1]
        raise ValidationError(
            f"{last.recorded_by} has recorded this already, as done on {british(last.on)}. "
            "Strike that out where it is wrong."
        )
    if known is not None and known != len(standing):
        raise ValidationError(_meanwhile(standing[known:]))
    if on > timezone.localdate():
        raise ValidationError({"on": "That day is still to come. Plan it for that day, and record it when it is done."})
    if locked.decision and on < locked.decision.starts:
        starts = british(locked.decision.starts)
        raise ValidationError({"on": f"The decision that promised this holds from {starts}. Choose that day or later."})
    if on < locked.due - A_YEAR:
        raise ValidationError({"on": f"This is due by {british(locked.due)}, more than a year later. Check the year."})
    if locked.kind not in IN_DAYS and amount not in (None, Decimal(1)):
        raise ValidationError({"amount": "A visit, a review and a meeting count as one."})
    _check_lead(locked.academy, led_by, "led_by")
    delivery = SupportDelivery(
        promise=locked,
        on=on,
        amount=Decimal(1) if amount is None else amount,
        led_by=led_by,
        note=note.strip(),
        recorded_by=by,
    )
    delivery.full_clean()
    delivery.save()
    return delivery


@transaction.atomic
def deliver_by_review(*, by: User, promise: SupportPromise, on: datetime.date, lead: User | None, note: str) -> bool:
    """The visit that was promised is over: a review that was planned for it is published, by somebody who may do that
    (the caller's to make sure), and so it is booked. `note` names the review.

    Nothing where it was called off or somebody booked it by hand. Says whether it is booked now.
    """
    locked = SupportPromise.objects.select_for_update(of=("self",)).select_related("academy").get(pk=promise.pk)
    if locked.kind in IN_DAYS or not SupportPromise.objects.open().filter(pk=locked.pk).exists():
        return False
    known = lead is not None and people_to_lead(locked.academy).filter(pk=lead.pk).exists()
    delivery = SupportDelivery(
        promise=locked, on=min(on, timezone.localdate()), led_by=lead if known else None, note=note.strip(),
        recorded_by=by,
    )  # fmt: skip
    delivery.full_clean()
    delivery.save()
    return True


@transaction.atomic
def strike_delivery(*, by: User, delivery: SupportDelivery, reason: str) -> SupportDelivery:
    """Take back what was recorded by mistake; it stays to be read, struck out, with why.

    Raises PermissionDenied, or ValidationError where it is struck out already or says no reason.
    """
    promise = _promise(delivery.promise, by)
    locked = SupportDelivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk, promise=promise)
    if locked.struck_at:
        raise ValidationError("This is struck out already.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is struck out."})
    locked.struck_at, locked.struck_by, locked.struck_reason = timezone.now(), by, reason.strip()
    locked.full_clean()
    locked.save(update_fields=["struck_at", "struck_by", "struck_reason"])
    return locked


@transaction.atomic
def call_off(*, by: User, promise: SupportPromise, reason: str) -> SupportPromise:
    """The rest of a promise will not be delivered, and why. Raises PermissionDenied or ValidationError."""
    locked = _promise(promise, by)
    _check_open(locked)
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is called off."})
    locked.called_off_at, locked.called_off_by, locked.called_off_reason = timezone.now(), by, reason.strip()
    locked.full_clean()
    locked.save(update_fields=["called_off_at", "called_off_by", "called_off_reason"])
    return locked


def people_to_lead(academy: Academy) -> QuerySet[User]:
    """Who may lead support at the academy: whoever holds a role in its trust today, by name."""
    roles = Membership.objects.current().filter(trust=academy.trust_id)
    return User.objects.filter(pk__in=roles.values("user")).order_by("full_name", "email")


def _promise(promise: SupportPromise, by: User) -> SupportPromise:
    found = (
        SupportPromise.objects.editable_by(by)
        .select_for_update(of=("self",))
        .select_related("academy", "decision", "lead")
        .filter(pk=promise.pk)
        .first()
    )
    if found is None:
        raise PermissionDenied("Support is planned and recorded by the trust's leaders.")
    return found


def _check_open(promise: SupportPromise) -> None:
    if promise.called_off_at:
        raise ValidationError("This was called off already.")
    delivered = sum(each.amount for each in promise.deliveries.filter(struck_at__isnull=True))
    if delivered >= promise.amount:
        raise ValidationError("This is delivered. Strike out what was recorded where it is wrong.")


def _check_plan(
    promise: SupportPromise, planned_on: datetime.date | None, lead: User | None, today: datetime.date
) -> None:
    if planned_on and planned_on < today:
        raise ValidationError(
            {"planned_on": "That day has passed. Record what was done instead, or choose a later day."}
        )
    if planned_on and promise.decision and planned_on < promise.decision.starts:
        starts = british(promise.decision.starts)
        raise ValidationError(
            {"planned_on": f"The decision that promises this holds from {starts}. Choose a later day."}
        )
    _check_lead(promise.academy, lead, "lead")


def _check_lead(academy: Academy, lead: User | None, field: str) -> None:
    if lead is not None and not people_to_lead(academy).filter(pk=lead.pk).exists():
        raise ValidationError({field: f"{lead} holds no role in {academy.trust} today. Choose somebody who does."})


def _meanwhile(deliveries: list[SupportDelivery]) -> str:
    if not deliveries:
        return "Meanwhile something recorded here was struck out. Look at the list, then send this again to record it."
    said = ", ".join(f"{each.amount.normalize():f} on {british(each.on)}" for each in deliveries)
    return f"Meanwhile this was recorded: {said}. If yours is another, send it again."
