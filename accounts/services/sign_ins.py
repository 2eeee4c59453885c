"""What is kept of a sign-in, and how its session is ended."""

from __future__ import annotations

import datetime

from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import SignIn, User
from accounts.sessions import stored

KEPT = datetime.timedelta(days=90)


def note_sign_in(*, user: User, session_key: str, device: str, place: str) -> bool:
    """Somebody signed in. A session that is taken up again keeps its row.

    Returns whether they came by such a device and from such a network before, as far as is kept. Somebody of whom
    nothing is known signs in for the first time where they joined within those days, and after a long absence else.
    """
    known = SignIn.objects.filter(user=user).values_list("device", "place")
    devices, places = {one for one, _ in known}, {one for _, one in known}
    SignIn.objects.update_or_create(
        session=stored(session_key),
        defaults={"user": user, "device": device, "place": place, "began": timezone.now(), "ended_at": None},
    )
    if not place:
        return True
    return device in devices and place in places if devices else user.date_joined > timezone.now() - KEPT


@transaction.atomic
def end_sign_in(*, by: User, sign_in: SignIn) -> None:
    """Whoever sits there is signed out with their next click. Raises PermissionDenied for another person's."""
    if not SignIn.objects.editable_by(by).filter(pk=sign_in.pk).exists():
        raise PermissionDenied("Everybody ends their own sessions.")
    _end([sign_in.session])


@transaction.atomic
def end_sign_ins(*, user: User, but: str | None = None) -> int:
    """Ends every session of the person, `but` the one of that key; returns how many."""
    open_ones = SignIn.objects.open().filter(user=user)
    if but is not None:
        open_ones = open_ones.exclude(session=stored(but))
    return _end(list(open_ones.values_list("session", flat=True)))


def _end(digests: list[str]) -> int:
    Session.objects.filter(session_key__in=digests).delete()
    return SignIn.objects.open().filter(session__in=digests).update(ended_at=timezone.now())


@transaction.atomic
def forget_sign_ins() -> int:
    """What began long ago and is over is nobody's business any more; sessions that ran out go with it."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    old = SignIn.objects.filter(began__lt=timezone.now() - KEPT)
    live = Session.objects.filter(session_key__in=old.values("session")).values("session_key")
    return old.exclude(session__in=live).delete()[0]
