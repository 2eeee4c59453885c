"""What colleagues offer to show to others: offered by oneself alone, changed and taken back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import Academy
from academies.models.academy import Status
from accounts.models import User
from toolkit.models import Offer, Practice, Showing, ShowingState
from toolkit.services import index

FIELDS = ("practice", "subject", "phases", "says", "when")
NOT_YOURS = "An offer is changed by whoever made it, while they work at that academy."


@transaction.atomic
def make_offer(*, by: User, academy: Academy, **said: Any) -> Offer:
    """`said`: any of FIELDS. Raises PermissionDenied, or ValidationError with what to mend."""
    if not user_can(by, Permission.TRY_PRACTICES, academy=academy):
        raise PermissionDenied(f"Your roles do not let you {Permission.TRY_PRACTICES.value} at {academy}.")
    if academy.status != Status.OPEN:
        raise ValidationError({"academy": f"{academy} is closed. Choose an academy that is open."})
    # What one sends twice at once takes turns.
    Academy.objects.select_for_update(no_key=True).get(pk=academy.pk)
    offer = Offer(by=by, academy=academy)
    _set(offer, by, said)
    offer.full_clean()
    offer.save()
    index.put(offer)
    return offer


@transaction.atomic
def change_offer(*, by: User, offer: Offer, **said: Any) -> Offer:
    """Who asked for a visit already is still expected. Raises PermissionDenied or ValidationError."""
    locked = _locked(by, offer)
    if locked.withdrawn_at is not None:
        raise ValidationError("You took this offer back. Make it anew if it should stand again.")
    _set(locked, by, said)
    locked.full_clean()
    locked.save(update_fields=list(FIELDS))
    index.put(locked)
    return locked


@transaction.atomic
def withdraw_offer(*, by: User, offer: Offer) -> Offer:
    """Nobody can ask any more. Raises PermissionDenied, or ValidationError while somebody waits for an answer."""
    locked = _locked(by, offer)
    if locked.withdrawn_at is not None:
        return locked
    if Showing.objects.visible_to(by).filter(offer=locked, state=ShowingState.ASKED).exists():
        raise ValidationError("A colleague has asked for this and waits. Answer them first, then take the offer back.")
    locked.withdrawn_at = timezone.now()
    locked.save(update_fields=["withdrawn_at"])
    index.drop(locked)
    return locked


def _locked(by: User, offer: Offer) -> Offer:
    ours = Offer.objects.editable_by(by).select_for_update(of=("self",)).select_related("academy")
    locked: Offer | None = ours.filter(pk=offer.pk).first()
    if locked is None:
        raise PermissionDenied(NOT_YOURS)
    return locked


def _set(offer: Offer, by: User, said: dict[str, Any]) -> None:
    if unknown := set(said) - set(FIELDS):
        raise ValueError(f"Not set here: {', '.join(sorted(unknown))}.")
    practice = said.get("practice")
    if practice is not None and practice.pk != offer.practice_id:
        known = Practice.objects.visible_to(by).in_use().filter(pk=practice.pk, trust=offer.academy.trust_id)
        if not known.exists():
            raise ValidationError({"practice": "This practice is not in use. Choose another."})
    for name, value in said.items():
        setattr(offer, name, value.strip() if isinstance(value, str) else value)
