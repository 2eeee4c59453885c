"""An invitation as whoever holds its link reads it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from academies.models import Invitation, Membership
from academies.services.invitations import digest_of
from accounts.models import User


@dataclass(frozen=True)
class InvitedRole:
    role: str
    place: str
    starts: datetime.date
    ends: datetime.date | None


@dataclass(frozen=True)
class InvitationPage:
    user: User
    trust: str
    by: str
    holds: bool
    used: bool
    runs_out: datetime.datetime
    roles: list[InvitedRole]


def invitation_of(token: str) -> InvitationPage | None:
    """None for a link that never was one."""
    found = Invitation.objects.filter(digest=digest_of(token)).select_related("user", "by", "trust").first()
    if found is None:
        return None
    held = Membership.objects.filter(user=found.user, trust=found.trust).exclude(ends__lt=timezone.localdate())
    return InvitationPage(
        user=found.user,
        trust=found.trust.name,
        by=found.by.full_name,
        holds=found.holds and found.user.is_active,
        used=found.used_at is not None,
        runs_out=found.runs_out_at,
        roles=[
            InvitedRole(m.get_role_display(), m.academy.name if m.academy else "the whole trust", m.starts, m.ends)
            for m in held.select_related("academy").order_by("starts", "pk")
        ],
    )
