"""Who may come in, as higher apps know it: this app knows people, not their roles.

A higher app registers in AppConfig.ready() what closes the door to somebody, and until when somebody may go without a
second factor. Nothing registered: whoever has an account comes in, and nobody needs a second factor.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils import timezone

from accounts.models import User

Closed = Callable[[User], str]
LastDay = Callable[[User], datetime.date | None]
_closed: list[Closed] = []
_needed: list[LastDay] = []


def register(*, closed: Closed, second_factor_due: LastDay) -> None:
    _closed.append(closed)
    _needed.append(second_factor_due)


def closed_because(user: User) -> str:
    """Why this person may not sign in, in a sentence for them; "" where they may."""
    return next((why for why in (ask(user) for ask in _closed) if why), "")


def second_factor_due(user: User) -> datetime.date | None:
    """The last day without a second factor; None for whom none is asked for."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return None
    return min((day for day in (ask(user) for ask in _needed) if day), default=None)


def has_second_factor(user: User) -> bool:
    """An app that shows codes, or a passkey. Recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user=user.pk).exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def second_factor_is_late(due: datetime.date) -> bool:
    return timezone.localdate() > due
