"""Somebody's own calendar address: made, read, ended."""

from __future__ import annotations

import datetime
import hashlib
import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from academies.models import CalendarFeed
from accounts.models import User

SECRET_BYTES = 32
READ_AT_MOST = datetime.timedelta(hours=1)
HAS_ONE = "You have a calendar address already. End it first; then make another."


def digest_of(secret: str) -> str:
    """SHA-256 of a secret of 256 bits: no salt and no slow hash is needed where nothing can be guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_feed(*, by: User) -> str:
    """A new address for the person; returns its secret, which is kept nowhere. ValidationError where they have one."""
    # Two clicks at once: the second waits here.
    User.objects.select_for_update().get(pk=by.pk)
    if CalendarFeed.objects.editable_by(by).current().exists():
        raise ValidationError(HAS_ONE)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    feed = CalendarFeed(user=by, digest=digest_of(secret))
    feed.full_clean()
    feed.save()
    return secret


@transaction.atomic
def end_feed(*, by: User) -> None:
    """Ends the person's address, at once and for good. Nothing happens where they have none."""
    CalendarFeed.objects.editable_by(by).current().update(ended=timezone.now())


def feed_of(secret: str) -> CalendarFeed | None:
    """The feed at a secret address; None where it is unknown or ended, or its person's account is closed."""
    return (
        CalendarFeed.objects.current()
        .filter(digest=digest_of(secret), user__is_active=True)
        .select_related("user")
        .first()
    )


def note_read(*, feed: CalendarFeed, now: datetime.datetime) -> None:
    """Remembers that the feed was read; once an hour at most, since programs ask often."""
    since = now - READ_AT_MOST
    if feed.last_read is None or feed.last_read < since:
        unread = Q(last_read__isnull=True) | Q(last_read__lt=since)
        CalendarFeed.objects.filter(unread, pk=feed.pk).update(last_read=now)
