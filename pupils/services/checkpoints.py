"""The trust's names for the points of the year at which it assesses."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from academies.access import Permission, user_can
from academies.models import Trust
from accounts.models import User
from pupils.models import Checkpoint


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
