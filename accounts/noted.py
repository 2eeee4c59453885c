"""What follows from things that Django and allauth do by themselves."""

from __future__ import annotations

import logging
import time
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest

from accounts.devices import device_of, roughly
from accounts.models import User
from accounts.selectors.sign_ins import SEEN
from accounts.services.sign_ins import end_sign_ins, note_sign_in
from accounts.sessions import BEGAN

log = logging.getLogger(__name__)


def place_of(request: HttpRequest | None) -> str:
    return roughly(get_client_ip(request)) if request is not None else ""


def sign_in_failed(*, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """From where, roughly, and nothing that was typed: some type their password into the field above."""
    log.warning("A sign-in failed.", extra={"fields": {"network": place_of(request)}})


def second_factor_failed(*, request: HttpRequest | None = None, user: User, **kwargs: Any) -> None:
    """Whoever gives a wrong code has given the right password: whose it is has to be known."""
    told = {"network": place_of(request), "person": user.pk}
    log.warning("A code of a second factor was wrong.", extra={"fields": told})


def passkey_refused(request: HttpRequest | None) -> None:
    """Whose it may be is not said: that, too, is only what was sent."""
    log.warning("A passkey was refused.", extra={"fields": {"network": place_of(request)}})


def sign_in_noted(*, request: HttpRequest, user: User, **kwargs: Any) -> None:
    session = request.session
    if session.session_key is None:
        session.create()
    session[BEGAN] = session[SEEN] = int(time.time())
    note_sign_in(
        user=user,
        session_key=session.session_key or "",
        device=device_of(request.META.get("HTTP_USER_AGENT", "")),
        place=place_of(request),
    )


def others_out(*, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A new password or a new second factor holds everywhere: other sessions began without it."""
    mine = request.session.session_key if request.user == user else None
    end_sign_ins(user=user, but=mine)
