"""One's own sessions, as a person is told of them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import SignIn, User
from accounts.sessions import stored

SEEN = "seen"


@dataclass(frozen=True)
class OpenSession:
    pk: int
    device: str
    place: str
    began: datetime.datetime
    seen: datetime.datetime
    here: bool


def open_sessions(user: User, session_key: str | None) -> list[OpenSession]:
    """This one first, then the one used last. Two queries."""
    known = {row.session: row for row in SignIn.objects.visible_to(user).open()}
    live = Session.objects.filter(session_key__in=known, expire_date__gt=timezone.now())
    here = stored(session_key) if session_key else ""
    found = []
    for session in live:
        row = known[session.session_key]
        seen = session.get_decoded().get(SEEN)
        at = datetime.datetime.fromtimestamp(seen, datetime.UTC) if seen else row.began
        found.append(OpenSession(row.pk, row.device, row.place, row.began, at, row.session == here))
    return sorted(found, key=lambda one: (one.here, one.seen), reverse=True)
