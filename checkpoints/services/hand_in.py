"""Handing in and withdrawing: what is handed in is copied as plain data and stands."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Permission, Person, person_for, user_can
from accounts.models import User
from checkpoints.models import CheckpointDecision, CheckpointPlace, Confirms, HandIn, TrustCheckpoint
from checkpoints.rules.days import is_late, may_withdraw
from checkpoints.selectors.figures import figures_of_the_day
from checkpoints.services.checkpoint import HAS_ENDED

NOT_YOURS = "An academy’s head, senior leaders and data leads hand in for it."
IN_ALREADY = "The academy has handed in already. Withdraw that first, and say why."
FROZEN = "What was handed in is frozen: the day of decision has come, or something was decided on it."


@transaction.atomic
def hand_in(*, by: User, place: CheckpointPlace, confirms: str, comment: str = "") -> HandIn:
    """Copies the academy's figures of this day, in both editions. Late is possible, and marked.

    Raises PermissionDenied, or ValidationError with what to mend.
    """
    locked = _locked(by, place)
    checkpoint = locked.checkpoint
    if not checkpoint.is_open:
        raise ValidationError(HAS_ENDED)
    comment = comment.strip()
    if confirms not in Confirms.values:
        raise ValidationError({"confirms": "Say whether the figures are right."})
    if confirms != Confirms.RIGHT and not comment:
        raise ValidationError({"comment": "Say what is wrong or missing, so that whoever decides knows."})
    if locked.hand_ins.standing().exists():
        raise ValidationError(IN_ALREADY)
    person = Person(person_for(by).memberships, locked.academy.trust)
    kept = figures_of_the_day(by, person, locked.academy, list(checkpoint.lines.all()), checkpoint.academic_year)
    if confirms == Confirms.RIGHT and kept.staff and all(line.value is None for line in kept.staff):
        raise ValidationError(
            {"confirms": "None of the figures can be read yet, so nobody can say that they are right. Say what is "
             "missing instead."}
        )  # fmt: skip
    made = HandIn(
        place=locked, by=by, at=timezone.now(), content=kept.as_content(), confirms=confirms, comment=comment,
        late=is_late(timezone.localdate(), checkpoint.hand_in_by),
    )  # fmt: skip
    made.full_clean()
    made.save()
    return made


@transaction.atomic
def withdraw_hand_in(*, by: User, hand_in: HandIn, because: str) -> HandIn:
    """To hand in again. What stood is kept.

    Raises PermissionDenied, or ValidationError without a reason or too late.
    """
    place = _locked(by, hand_in.place)
    locked = HandIn.objects.editable_by(by).select_for_update(of=("self",)).get(pk=hand_in.pk)
    if not place.checkpoint.is_open:
        raise ValidationError(HAS_ENDED)
    if locked.withdrawn_at is not None:
        raise ValidationError("It was withdrawn already.")
    decided = CheckpointDecision.objects.filter(place=place).exists()
    if not may_withdraw(timezone.localdate(), place.checkpoint.decide_by, decided=decided):
        raise ValidationError(FROZEN)
    if not because.strip():
        raise ValidationError({"because": "Say why it is withdrawn. The reason is kept with what was handed in."})
    locked.withdrawn_by, locked.withdrawn_at, locked.withdrawn_because = by, timezone.now(), because.strip()
    locked.full_clean()
    locked.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_because"])
    return locked


def _locked(by: User, place: CheckpointPlace) -> CheckpointPlace:
    """The place, locked behind its checkpoint, as every write does it."""
    TrustCheckpoint.objects.select_for_update(of=("self",)).get(pk=place.checkpoint_id)
    found = CheckpointPlace.objects.select_related("checkpoint", "academy__trust").select_for_update(of=("self",))
    locked = found.get(pk=place.pk)
    if not user_can(by, Permission.HAND_IN, academy=locked.academy):
        raise PermissionDenied(NOT_YOURS)
    return locked
