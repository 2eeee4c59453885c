"""The coachee looks back at a step; and each person says how they want to be reminded. `by` is always the reader."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from coaching.models import Holding, Reminder, Revisit
from coaching.rules.cycle import refused_to
from coaching.services.cycle_gate import hold_for


@transaction.atomic
def answer_revisit(*, by: User, revisit: Revisit, holding: str, says: str = "") -> Revisit:
    """A later answer takes the place of an earlier one. Raises PermissionDenied or ValidationError."""
    hold_for(by, revisit.cycle, "revisit")
    if holding not in Holding.values:
        raise ValidationError({"holding": "Say how it goes: one tap is enough."})
    held: Revisit | None = (
        Revisit.objects.editable_by(by).select_for_update(of=("self",), no_key=True).filter(pk=revisit.pk).first()
    )
    if held is None:
        raise PermissionDenied(refused_to("revisit"))
    if held.due_on > timezone.localdate():
        raise ValidationError("This look back is not due yet. It will stand on your page when it is.")
    held.holding, held.says, held.answered_at = holding, says.strip(), timezone.now()
    held.full_clean()
    held.save()
    return held


@transaction.atomic
def set_reminders(*, by: User, at_home: bool, by_mail: bool) -> Reminder:
    """One's own switches."""
    made, _ = Reminder.objects.update_or_create(person=by, defaults={"at_home": at_home, "by_mail": by_mail})
    return made
