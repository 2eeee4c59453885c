"""Visits that the two plan, and call off again. `by` is always the reader."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from celt.lib.days import british
from coaching.models import Cycle, Visit, VisitState
from coaching.rules.visit import NotNow, after
from coaching.services.cycle_gate import NOT_OURS, hold_for

FURTHEST = datetime.timedelta(days=366)


@transaction.atomic
def plan_visit(
    *,
    by: User,
    cycle: Cycle,
    day: datetime.date,
    at: datetime.time | None = None,
    where: str = "",
    moved: Visit | None = None,
) -> Visit:
    """Either of the two plans one. `moved`: one that was planned, which moves. Raises PermissionDenied or
    ValidationError."""
    held, _ = hold_for(by, cycle, "plan")
    today = timezone.localdate()
    if day < today:
        raise ValidationError({"day": "This day has passed already. Choose one to come."})
    if day > today + FURTHEST:
        raise ValidationError({"day": "This is more than a year ahead. Choose a nearer day."})
    others = Visit.objects.visible_to(by).filter(cycle=held, day=day, state=VisitState.PLANNED)
    if others.exclude(pk=moved.pk if moved else None).exists():
        raise ValidationError({"day": f"A visit is planned for {british(day)} already."})
    visit = _hold(by, moved, held) if moved else Visit(cycle=held)
    visit.day, visit.at, visit.where = day, at, where.strip()
    visit.full_clean()
    visit.save()
    return visit


@transaction.atomic
def call_off_visit(*, by: User, visit: Visit, why: str = "") -> Visit:
    """Raises PermissionDenied or ValidationError."""
    held, _ = hold_for(by, visit.cycle, "plan")
    called_off = _hold(by, visit, held)
    called_off.state, called_off.called_off_why = VisitState.CALLED_OFF, why.strip()
    called_off.full_clean()
    called_off.save()
    return called_off


def _hold(by: User, visit: Visit, cycle: Cycle) -> Visit:
    """One that nobody has begun."""
    held: Visit | None = (
        Visit.objects.editable_by(by)
        .select_for_update(of=("self",), no_key=True)
        .filter(pk=visit.pk, cycle=cycle)
        .first()
    )
    if held is None:
        raise PermissionDenied(NOT_OURS)
    try:
        after("call_off", held.state)  # type: ignore[arg-type]
    except NotNow as error:
        raise ValidationError(str(error)) from error
    return held
