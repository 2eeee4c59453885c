"""What follows from things that Django and allauth do by themselves."""

from __future__ import annotations

import logging
import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from accounts.devices import device_of, roughly
from accounts.models import User
from accounts.selectors.sign_ins import SEEN
from accounts.services.sign_ins import end_sign_ins, note_sign_in
from accounts.sessions import BEGAN

log = logging.getLogger(__name__)


def place_of(request: HttpRequest | None) -> str:
    return roughly(get_client_ip(request)) if request is not None else ""


def sign_in_failed(
    *, request: HttpRequest | None = None, credentials: dict[str, Any] | None = None, **kwargs: Any
) -> None:
    log.warning("A sign-in failed.", extra={"fields": _tried(request, credentials or {})})


def sign_in_held_up(*, request: HttpRequest, credentials: dict[str, Any]) -> None:
    log.warning("A sign-in came too soon after wrong ones.", extra={"fields": _tried(request, credentials)})


def _tried(request: HttpRequest | None, credentials: dict[str, Any]) -> dict[str, Any]:
    """From where, roughly, whose account if it is one, and nothing that was typed: some type their password into the
    field above."""
    found = User.objects.filter(email__iexact=str(credentials.get("email", ""))).values_list("pk", flat=True)
    return {"network": place_of(request), "person": found.first()}


def second_factor_failed(*, request: HttpRequest | None = None, user: User, **kwargs: Any) -> None:
    """Whoever gives a wrong code has given the right password: whose it is has to be known."""
    told = {"network": place_of(request), "person": user.pk}
    log.warning("A code of a second factor was wrong.", extra={"fields": told})


def code_given_twice(*, request: HttpRequest, user: User, key: str, period: int) -> None:
    """The person is told once of each code, however often it is sent: somebody may have read it over their shoulder."""
    log.warning("A code of a second factor was given twice.", extra={"fields": {"person": user.pk}})
    if cache.add(f"{key}:told", True, period):
        get_adapter(request).send_notification_mail("mfa/email/code_given_twice", user)


def code_held_up(*, request: HttpRequest, user: User) -> None:
    told = {"network": place_of(request), "person": user.pk}
    log.warning("A code of a second factor came too soon after wrong ones.", extra={"fields": told})


def passkey_refused(request: HttpRequest | None, user: User | None) -> None:
    """`user`: whoever gave a password before, or is signed in. By a passkey alone, whose it may be is only what was
    sent."""
    told = {"network": place_of(request), "person": user.pk if user else None}
    log.warning("A passkey was refused.", extra={"fields": told})


def sign_in_noted(*, request: HttpRequest, user: User, **kwargs: Any) -> None:
    session = request.session
    if session.session_key is None:
        session.create()
    session[BEGAN] = session[SEEN] = int(time.time())
    familiar = note_sign_in(
        user=user,
        session_key=session.session_key or "",
        device=device_of(request.META.get("HTTP_USER_AGENT", "")),
        place=place_of(request),
    )
    # Everybody who looks at a demo shares its people, and nobody reads their letters.
    if not familiar and not settings.DEMO:
        get_adapter(request).send_notification_mail("account/email/new_place", user)


def others_out(*, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A new password or a new second factor holds everywhere: other sessions began without it."""
    mine = request.session.session_key if request.user == user else None
    end_sign_ins(user=user, but=mine)
