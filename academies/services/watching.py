"""A person's own watch list. Nobody else sees it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from academies.models import Academy, WatchedAcademy
from accounts.models import User


@transaction.atomic
def watch_academy(*, by: User, academy: Academy, note: str | None = None) -> WatchedAcademy:
    """Puts the academy on the person's list; `note` says why, and leaves what stands there where it is None."""
    if not Academy.objects.visible_to(by).filter(pk=academy.pk).exists():
        raise PermissionDenied("You do not see this academy.")
    watched, _ = WatchedAcademy.objects.select_for_update(of=("self",)).get_or_create(user=by, academy=academy)
    if note is not None and note.strip() != watched.note:
        watched.note = note.strip()
        watched.full_clean()
        watched.save(update_fields=["note"])
    return watched


@transaction.atomic
def stop_watching(*, by: User, academy: Academy) -> bool:
    """Takes it off; False where it was not on the list."""
    return bool(WatchedAcademy.objects.filter(user=by, academy=academy).delete()[0])
