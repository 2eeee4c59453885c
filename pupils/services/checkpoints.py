"""The trust's names for the points of the year at which it assesses."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max

from academies.access import Permission, user_can
from academies.models import Trust
from accounts.models import User
from celt.lib.days import british
from celt.lib.terms import first_day_of_year, last_day_of_year, year_label
from pupils.models import Checkpoint, CheckpointDate


@transaction.atomic
def add_checkpoint(*, by: User, trust: Trust, name: str) -> Checkpoint:
    """A further checkpoint, last in the year. ValidationError where the name is empty or taken."""
    if not user_can(by, Permission.MANAGE_CHECKPOINTS, trust=trust):
        raise PermissionDenied("Checkpoints are named by the trust's data leads.")
    last = Checkpoint.objects.filter(trust=trust).aggregate(last=Max("position"))["last"] or 0
    checkpoint = Checkpoint(trust=trust, name=" ".join(name.split()), position=last + 1)
    checkpoint.full_clean()
    checkpoint.save()
    return checkpoint


@transaction.atomic
def rename_checkpoint(*, by: User, checkpoint: Checkpoint, name: str) -> Checkpoint:
    """Its results keep it. ValidationError where the name is empty or taken."""
    if not user_can(by, Permission.MANAGE_CHECKPOINTS, trust=checkpoint.trust):
        raise PermissionDenied("Checkpoints are named by the trust's data leads.")
    checkpoint.name = " ".join(name.split())
    checkpoint.full_clean()
    checkpoint.save()
    return checkpoint


@transaction.atomic
def set_checkpoint_dates(
    *, by: User, trust: Trust, academic_year: int, days: Mapping[int, datetime.date | None]
) -> list[CheckpointDate]:
    """The day by which academies hand in, by checkpoint's pk; None where there is none. Returns what changed.

    ValidationError with a sentence for each day outside the year.
    """
    if not user_can(by, Permission.MANAGE_CHECKPOINTS, trust=trust):
        raise PermissionDenied("Checkpoints are dated by the trust's data leads.")
    checkpoints = {c.pk: c for c in Checkpoint.objects.select_for_update().filter(trust=trust, pk__in=days)}
    first, last = first_day_of_year(academic_year), last_day_of_year(academic_year)
    wrong = {
        checkpoint.name: day
        for pk, checkpoint in checkpoints.items()
        if (day := days[pk]) is not None and not first <= day <= last
    }
    if wrong:
        raise ValidationError(
            [
                f"{name}: {british(day)} is not in {year_label(academic_year)}. "
                f"Give a day from {british(first)} to {british(last)}."
                for name, day in wrong.items()
            ]
        )
    held = {
        each.checkpoint_id: each
        for each in CheckpointDate.objects.filter(checkpoint__in=checkpoints, academic_year=academic_year)
    }
    changed = []
    for pk, checkpoint in checkpoints.items():
        date = held.get(pk) or CheckpointDate(checkpoint=checkpoint, academic_year=academic_year)
        if date.due == days[pk]:
            continue
        date.due = days[pk]
        date.full_clean()
        date.save()
        changed.append(date)
    return changed
