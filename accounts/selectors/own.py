"""The page of one's own sign-in."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken

from accounts import entrance
from accounts.models import User
from accounts.selectors.sign_ins import OpenSession, open_sessions


@dataclass(frozen=True)
class OwnSignIn:
    has_password: bool
    has_app: bool
    passkeys: int
    codes_left: int | None
    due: datetime.date | None
    sessions: list[OpenSession]

    @property
    def has_second_factor(self) -> bool:
        return self.has_app or self.passkeys > 0

    @property
    def others(self) -> int:
        return sum(not one.here for one in self.sessions)


def own_page(user: User, session_key: str | None) -> OwnSignIn:
    """Four queries."""
    kinds = Authenticator.Type
    found = list(Authenticator.objects.filter(user=user.pk))
    codes = next((one for one in found if one.type == kinds.RECOVERY_CODES), None)
    return OwnSignIn(
        has_password=user.has_usable_password(),
        has_app=any(one.type == kinds.TOTP for one in found),
        passkeys=sum(one.type == kinds.WEBAUTHN for one in found),
        codes_left=_left(codes) if codes else None,
        due=entrance.second_factor_due(user),
        sessions=open_sessions(user, session_key),
    )


def _left(codes: Authenticator) -> int:
    """None of those that were sealed under a key that is lost."""
    try:
        return len(codes.wrap().get_unused_codes())
    except InvalidToken:
        return 0
