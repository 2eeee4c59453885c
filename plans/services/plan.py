"""Beginning the plan of a year, blank or going on with the year before, and changing what it says."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import Academy
from accounts.models import User
from celt.lib.terms import year_label
from plans.models import Action, Plan, Priority, SuccessCriterion, TrustPriority
from plans.models.action import ActionState
from plans.models.priority import Met
from plans.rules.year import due_again, why_not_begun
from plans.selectors.people import staff_of
from plans.services.changing import REFUSED, refuse_where_shut, why_academy_shut
from toolkit.models import Theory

# What a plan says in words, in the order of its page.
TEXTS = ("vision", "rationale", "monitoring")
MEASURE = ("measure", "figure_of", "breakdown", "better")
TARGET = ("baseline", "baseline_year", "baseline_checkpoint", "target", "target_year", "target_checkpoint")


@transaction.atomic
def begin_plan(
    *, academy: Academy, academic_year: int, by: User, carry_over: Collection[int] = (), texts: bool = False
) -> Plan:
    """Begins the academy's plan for that year.

    `carry_over`: pks of priorities of its last plan before it that go on, with their open actions and with the success
    criteria that are not met. `texts`: its vision and how success is watched are taken over from there too.
    Raises PermissionDenied, or ValidationError with the reason.
    """
    if not user_can(by, Permission.EDIT_PLAN, academy=academy):
        raise PermissionDenied(REFUSED)
    today = timezone.localdate()
    if reason := why_academy_shut(academy) or why_not_begun(academic_year, today):
        raise ValidationError(reason)
    before = Plan.objects.editable_by(by).filter(academy=academy, academic_year__lt=academic_year).first()
    plan = Plan(academy=academy, academic_year=academic_year, begun_by=by)
    if texts and before is not None:
        plan.vision, plan.monitoring = before.vision, before.monitoring
    there_is_one = f"{academy} has a plan for {year_label(academic_year)} already. Open it, and change it there."
    if Plan.objects.editable_by(by).filter(academy=academy, academic_year=academic_year).exists():
        raise ValidationError(there_is_one)
    plan.full_clean()
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError as error:  # two people began it at once
        raise ValidationError(there_is_one) from error
    if carry_over:
        _go_on(plan, before, set(carry_over), today)
    return plan


def _go_on(plan: Plan, before: Plan | None, wanted: set[int], today: datetime.date) -> None:
    going_on = (
        list(
            before.priorities.filter(pk__in=wanted, dropped_at__isnull=True).select_related("theory", "trust_priority")
        )
        if before is not None
        else []
    )
    if len(going_on) != len(wanted):
        raise ValidationError("One of these priorities stands no longer in the plan before. Choose again.")
    staff = {person.pk for person in staff_of(plan.academy)}
    theories = set(Theory.objects.for_academy(plan.academy).values_list("pk", flat=True))
    ours = TrustPriority.objects.filter(trust=plan.academy.trust_id).in_year(plan.academic_year)
    trusts = set(ours.values_list("pk", flat=True))
    for order, old in enumerate(going_on, start=1):
        new = Priority(
            plan=plan,
            order=order,
            continues=old,
            title=old.title,
            rationale=old.rationale,
            condition=old.condition,
            pillar=old.pillar,
            target_group=old.target_group,
            evidence=old.evidence,
            # Who has left, or what was put away, is not taken into another year.
            theory_id=old.theory_id if old.theory_id in theories else None,
            trust_priority_id=old.trust_priority_id if old.trust_priority_id in trusts else None,
            owner_id=old.owner_id if old.owner_id in staff else None,
            **{name: getattr(old, name) for name in MEASURE},
        )
        if old.target_year is not None and old.target_year >= plan.academic_year:
            for name in TARGET:  # a target for several years still stands
                setattr(new, name, getattr(old, name))
        new.full_clean()
        new.save()
        _take_along(new, old, staff, today)


def _take_along(new: Priority, old: Priority, staff: set[int], today: datetime.date) -> None:
    """The open actions of a priority that goes on, and its success criteria that are not met yet."""
    year = new.plan.academic_year
    for order, said in enumerate(old.criteria.filter(archived_at__isnull=True).exclude(met=Met.MET), start=1):
        criterion = SuccessCriterion(priority=new, says=said.says, order=order)
        criterion.full_clean()
        criterion.save()
    for action in old.actions.filter(state=ActionState.OPEN):
        copy = Action(
            priority=new,
            order=action.order,
            says=action.says,
            owner_id=action.owner_id if action.owner_id in staff else None,
            due=due_again(action.due, year, today),
            cost=action.cost,
            staff_days=action.staff_days,
            evidence=action.evidence,
            origin=action.origin,
            practice_id=action.practice_id,
            continues=action,
        )
        copy.full_clean()
        copy.save()


@transaction.atomic
def change_plan(*, plan: Plan, by: User, **texts: str) -> Plan:
    """Changes one or more of TEXTS. Raises PermissionDenied, or ValidationError with the reason."""
    locked = locked_plan(plan.pk, by)
    for name, text in texts.items():
        if name not in TEXTS:
            raise ValueError(f"A plan has no text {name}.")
        setattr(locked, name, text.strip())
    locked.full_clean()
    locked.save(update_fields=list(texts))
    return locked


def locked_plan(pk: int, by: User) -> Plan:
    """The plan for somebody who may change it, its row locked until the transaction ends.

    Raises PermissionDenied, or ValidationError where its year is over or its academy is closed.
    """
    ours = Plan.objects.editable_by(by).select_for_update(of=("self",)).select_related("academy__trust")
    locked = ours.filter(pk=pk).first()
    if locked is None:
        raise PermissionDenied(REFUSED)
    refuse_where_shut(locked.academy, locked.academic_year)
    return locked
