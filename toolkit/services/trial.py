"""What came of trying a practice: said by whoever tried it, mended and taken back by them alone."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import Academy
from academies.models.academy import Status
from academies.services.naming import refuse_names
from accounts.models import User
from toolkit.models import Practice, Trial

FIELDS = ("became", "where", "found", "named")
NOT_YOURS = "What came of a practice is changed by whoever wrote it, while they work at that academy."


@transaction.atomic
def add_trial(*, by: User, practice: Practice, academy: Academy, **said: Any) -> Trial:
    """`said`: any of FIELDS. The same words sent twice stand once. Raises PermissionDenied or ValidationError."""
    if not user_can(by, Permission.TRY_PRACTICES, academy=academy):
        raise PermissionDenied(f"Your roles do not let you {Permission.TRY_PRACTICES.value} at {academy}.")
    if not Practice.objects.visible_to(by).in_use().filter(pk=practice.pk, trust=academy.trust_id).exists():
        raise ValidationError("This practice is not in use, so nothing new is written about it.")
    if academy.status != Status.OPEN:
        raise ValidationError({"academy": f"{academy} is closed. Choose an academy that is open."})
    # What one sends twice at once takes turns.
    Academy.objects.select_for_update(no_key=True).get(pk=academy.pk)
    trial = Trial(practice=practice, academy=academy, by=by)
    _set(trial, said)
    same = Trial.objects.editable_by(by).filter(
        practice=practice, academy=academy, withdrawn_at__isnull=True, became=trial.became, found=trial.found
    )
    if there := same.first():
        return there
    trial.full_clean()
    trial.save()
    return trial


@transaction.atomic
def change_trial(*, by: User, trial: Trial, **said: Any) -> Trial:
    """Raises PermissionDenied, or ValidationError with what to mend."""
    locked = _locked(by, trial)
    if locked.withdrawn_at is not None:
        raise ValidationError("You took this back. Write it anew if it should stand again.")
    _set(locked, said)
    locked.full_clean()
    locked.save(update_fields=list(FIELDS))
    return locked


@transaction.atomic
def withdraw_trial(*, by: User, trial: Trial) -> Trial:
    """It is shown and counted no more. Twice is once. Raises PermissionDenied."""
    locked = _locked(by, trial)
    if locked.withdrawn_at is None:
        locked.withdrawn_at = timezone.now()
        locked.save(update_fields=["withdrawn_at"])
    return locked


def _locked(by: User, trial: Trial) -> Trial:
    ours = Trial.objects.editable_by(by).select_for_update(of=("self",)).select_related("academy")
    locked: Trial | None = ours.filter(pk=trial.pk).first()
    if locked is None:
        raise PermissionDenied(NOT_YOURS)
    return locked


def _set(trial: Trial, said: dict[str, Any]) -> None:
    if unknown := set(said) - set(FIELDS):
        raise ValueError(f"Not set here: {', '.join(sorted(unknown))}.")
    for name, value in said.items():
        setattr(trial, name, value.strip() if isinstance(value, str) else value)
    refuse_names(trial.academy, found=trial.found, where=trial.where)
