"""Remembers when somebody was here."""

from __future__ import annotations

import datetime

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
    if found is None:
        found = Presence(user=by, seen=now)
        # Two tabs opened at once: one of them notes it.
        Presence.objects.bulk_create([found], ignore_conflicts=True)
    elif now - found.seen >= NOTED_EVERY:
        seen, found.seen = found.seen, now
        if now - seen >= SITTING:
            found.before = seen
        # Here too: nothing is written over what the other tab has noted.
        Presence.objects.editable_by(by).filter(seen=seen).update(seen=found.seen, before=found.before)
    return found


def since_of(presence: Presence | None, now: datetime.datetime) -> datetime.datetime:
    """The end of the sitting before this one, or two weeks ago for who had none."""
    return presence.before if presence is not None and presence.before is not None else now - FIRST
