"""An action step that no longer fits: either of the two sets it aside, and says why."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from coaching.models import ActionStep, StepState
from coaching.services.holding import hold_running
from coaching.services.words import say_word


@transaction.atomic
def set_aside_step(*, by: User, step: ActionStep, why: str) -> ActionStep:
    """From now on it is neither checked nor looked back at. The reason stands among the replies of its visit, where
    both read it; what visits saw of it stays. Aside already: as it stands. Raises PermissionDenied or
    ValidationError."""
    held = _hold(by, step)
    if held.state == StepState.SET_ASIDE:
        return held
    if held.state == StepState.SECURE:
        raise ValidationError("This step is secure: it is not worked on any more.")
    if not why.strip():
        raise ValidationError({"why": "Say in a few words why it no longer fits. Your colleague reads it."})
    held.state, held.settled_at = StepState.SET_ASIDE, timezone.now()
    held.save(update_fields=["state", "settled_at"])
    say_word(by=by, visit=held.visit, says=f"I set this step aside: {why.strip()}")
    return held


@transaction.atomic
def take_up_step(*, by: User, step: ActionStep) -> ActionStep:
    """Back to work on a step that was set aside; worked on already: as it stands. Raises PermissionDenied or
    ValidationError."""
    held = _hold(by, step)
    if held.state == StepState.SET_ASIDE:
        held.state, held.settled_at = StepState.OPEN, None
        held.save(update_fields=["state", "settled_at"])
        say_word(by=by, visit=held.visit, says="I took this step up again.")
    return held


def _hold(by: User, step: ActionStep) -> ActionStep:
    cycle = hold_running(by, step.cycle_id)
    rows = ActionStep.objects.editable_by(by).select_for_update(no_key=True, of=("self",)).select_related("visit")
    held: ActionStep | None = rows.filter(pk=step.pk, given_on__isnull=False).first()
    if held is None:
        raise PermissionDenied("This step is not given yet.")
    held.cycle = cycle
    return held
