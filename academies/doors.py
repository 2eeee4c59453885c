"""Who stays outside: whoever holds no role today. Nothing is marked as closed, so nothing has to be opened again."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, Min
from django.utils import timezone

from academies.models import Membership
from academies.services.invitations import arrived
from accounts.models import User
from celt.lib.days import british

NEVER = "You hold no role here. If you work with the trust, ask one of its administrators to give you one."


def closed_because(user: User) -> str:
    held = Membership.objects.filter(user=user)
    if held.current().exists():
        return ""
    today = timezone.localdate()
    days = held.aggregate(first=Min("starts"), last=Max("ends"))
    if days["first"] is None:
        return NEVER
    coming = held.filter(starts__gt=today).aggregate(first=Min("starts"))["first"]
    if coming:
        return f"Your role begins on {british(coming)}. From that day you can sign in."
    ended = f"Your last role here ended on {british(days['last'])}. " if days["last"] else ""
    return f"{ended}If you still work with the trust, ask one of its administrators for a role."


def invitation_used(*, user: User, **kwargs: Any) -> None:
    """Follows each sign-in."""
    arrived(user=user)
