"""Seats in an academy's school improvement team: given, changed, ended."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from academies.access import Permission, user_can
from academies.models import Academy
from accounts.models import User
from celt.lib.days import british
from plans.models import TeamSeat
from plans.services.learning import refuse_shut, refuse_who_left

REFUSED = "The school improvement team is chosen by the academy’s head and senior leaders."


@transaction.atomic
def give_seat(*, by: User, academy: Academy, person: User, role: str, starts: datetime.date) -> TeamSeat:
    """Raises PermissionDenied or ValidationError."""
    if not user_can(by, Permission.EDIT_PLAN, academy=academy):
        raise PermissionDenied(REFUSED)
    refuse_shut(academy)
    refuse_who_left(person, academy, "person")
    held = TeamSeat.objects.filter(academy=academy, person=person).exclude(ends__lt=starts).order_by("-starts").first()
    if held is not None:
        raise ValidationError({"person": f"{person} has a seat since {british(held.starts)} already: {held.role}."})
    seat = TeamSeat(academy=academy, person=person, role=role.strip(), starts=starts)
    seat.full_clean()
    seat.save()
    return seat


@transaction.atomic
def change_seat(*, by: User, seat: TeamSeat, role: str, ends: datetime.date | None) -> TeamSeat:
    """Their part, and their last day, which may be to come. Raises PermissionDenied or ValidationError."""
    locked = (
        TeamSeat.objects.editable_by(by)
        .select_for_update(of=("self",))
        .select_related("academy", "person")
        .filter(pk=seat.pk)
        .first()
    )
    if locked is None:
        raise PermissionDenied(REFUSED)
    refuse_shut(locked.academy)
    if ends is not None and ends < locked.starts:
        raise ValidationError({"ends": f"The seat began on {british(locked.starts)}. Choose that day or a later one."})
    locked.role, locked.ends = role.strip(), ends
    locked.full_clean()
    locked.save(update_fields=["role", "ends"])
    return locked
