"""Remembers when somebody was here."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from academies.models import Presence
from accounts.models import User

# Who comes back within these hours still sits at the same work: what was new for them stays new.
SITTING = datetime.timedelta(hours=4)
NOTED_EVERY = datetime.timedelta(minutes=5)
# What somebody who comes for the first time is told of.
FIRST = datetime.timedelta(days=14)


def note_presence(*, by: User) -> Presence:
    """When this person was here, now noted. One query where that was some minutes ago."""
    now = timezone.now()
    found = Presence.objects.visible_to(by).first()
    if found is None or now - found.seen >= NOTED_EVERY:
        found = _noted(by, now)
    return found


def since_of(presence: Presence | None, now: datetime.datetime) -> datetime.datetime:
    """The end of the sitting before this one, or two weeks ago for who had none."""
    return presence.before if presence is not None and presence.before is not None else now - FIRST


@transaction.atomic
def _noted(by: User, now: datetime.datetime) -> Presence:
    # Two tabs opened at once: the second waits here, and finds what the first noted.
    presence, made = Presence.objects.select_for_update().get_or_create(user=by, defaults={"seen": now})
    if not made:
        if now - presence.seen >= SITTING:
            presence.before = presence.seen
        presence.seen = max(now, presence.seen)
        presence.full_clean()
        presence.save(update_fields=["seen", "before"])
    return presence
