"""Success criteria of a priority: adding one, wording it anew, judging it, putting it away."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from plans.models import Priority, SuccessCriterion
from plans.models.priority import Met
from plans.services.changing import REFUSED
from plans.services.priority import locked_priority

# A priority that needs more is two priorities.
AT_MOST = 12


@transaction.atomic
def add_criterion(*, priority: Priority, by: User, says: str) -> SuccessCriterion:
    """Sent twice it is there once. Raises PermissionDenied, or ValidationError with what to mend."""
    locked = locked_priority(priority.pk, by)
    if locked.dropped_at is not None:
        raise ValidationError("This priority was dropped. Take it up again before you change it.")
    ours = locked.criteria.filter(archived_at__isnull=True)
    if (there := ours.filter(says__iexact=says.strip()).first()) is not None:
        return there
    if ours.count() >= AT_MOST:
        raise ValidationError(f"A priority has {AT_MOST} success criteria at most. Put one away first.")
    last = locked.criteria.aggregate(last=Max("order"))["last"] or 0
    criterion = SuccessCriterion(priority=locked, says=says.strip(), order=last + 1)
    criterion.full_clean()
    criterion.save()
    return criterion


@transaction.atomic
def change_criterion(*, criterion: SuccessCriterion, by: User, says: str, met: str, note: str) -> SuccessCriterion:
    """Its words, whether it is met, and what shows it. A judgement needs what shows it.

    Raises PermissionDenied, or ValidationError with what to mend.
    """
    locked = _locked(criterion, by)
    if met not in Met.values:
        raise ValidationError({"met": "Choose met, partly met, not met, or not yet judged."})
    if met and not note.strip():
        raise ValidationError({"note": "Say what shows it: a figure, a review, what was seen."})
    locked.says, locked.met, locked.note = says.strip(), met, note.strip()
    locked.full_clean()
    locked.save(update_fields=["says", "met", "note"])
    return locked


@transaction.atomic
def put_away_criterion(*, criterion: SuccessCriterion, by: User) -> SuccessCriterion:
    """It stands on no page any more, and stays on record. Twice is once. Raises as `change_criterion` does."""
    locked = _locked(criterion, by)
    if locked.archived_at is None:
        locked.archived_at = timezone.now()
        locked.save(update_fields=["archived_at"])
    return locked


def _locked(criterion: SuccessCriterion, by: User) -> SuccessCriterion:
    locked_priority(criterion.priority_id, by)
    ours = SuccessCriterion.objects.filter(priority__in=Priority.objects.editable_by(by), pk=criterion.pk)
    locked = ours.select_for_update(of=("self",)).first()
    if locked is None:
        raise PermissionDenied(REFUSED)
    return locked
