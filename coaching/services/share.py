"""The coachee lets a named person read one page, and takes it back. `by` is always the reader."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Permission
from accounts.models import User
from coaching.models import Share, Visit, VisitState
from coaching.rules.cycle import refused_to
from coaching.selectors.colleagues import holds
from coaching.services.cycle_gate import hold_for


@transaction.atomic
def share_page(*, by: User, visit: Visit, person: User) -> Share:
    """Once its feedback was given; when the cycle is over, too. Raises PermissionDenied or ValidationError."""
    held, _ = hold_for(by, visit.cycle, "share")
    if visit.state != VisitState.FED_BACK:
        raise ValidationError("There is nothing to share yet: the feedback of this visit is not given.")
    if person.pk in (held.coach_id, held.coachee_id):
        raise ValidationError({"person": f"{person} reads this page already."})
    if not holds(person, held.trust, Permission.COACH):
        raise ValidationError({"person": f"{person} does not work for this trust. Choose a colleague who does."})
    if Share.objects.visible_to(by).standing().filter(visit=visit, person=person).exists():
        raise ValidationError({"person": f"{person} can read this page already."})
    share = Share(cycle=held, visit=visit, person=person, by=by)
    share.full_clean()
    share.save()
    return share


@transaction.atomic
def end_share(*, by: User, share: Share) -> Share:
    """They read nothing more from now on. Taking it back twice is no fault. Raises PermissionDenied."""
    held: Share | None = (
        Share.objects.editable_by(by).select_for_update(of=("self",), no_key=True).filter(pk=share.pk).first()
    )
    if held is None:
        raise PermissionDenied(refused_to("share"))
    if held.ended_at is None:
        held.ended_at = timezone.now()
        held.save(update_fields=["ended_at"])
    return held
