"""How sign-in behaves here: people are invited, nobody signs up; whoever holds no role stays outside."""

from __future__ import annotations

import base64
import hashlib
import logging
from smtplib import SMTPException
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core.context import request_context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts import entrance
from accounts.devices import device_of
from accounts.letters import GUARD, own_address
from accounts.models import User
from accounts.noted import sign_in_held_up

log = logging.getLogger(__name__)
NAME = "Closing the Gap"
STRANGER = (
    "Nobody is known here by the e-mail address of that account. Ask your trust’s administrator to invite that "
    "address, or sign in by password."
)
UNVERIFIED = (
    "That account’s provider does not vouch for its e-mail address, so it cannot be matched to a person here. "
    "Sign in by password."
)
FAILED = "Signing in over there did not work, or was broken off. Try again, or sign in by password."


class InvitedOnlyAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, str]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "This e-mail address and this password do not go together. Try again.",
        "too_many_login_attempts": (
            "Too many wrong tries. Wait five minutes, then try again, or set a new password by e-mail."
        ),
        "rate_limited": "Too many wrong tries. Wait five minutes, then try again.",
        "incorrect_password": "This is not your password. Try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """By whichever way somebody comes, they are asked here, before the second factor."""
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        if response is None and (why := entrance.closed_because(user)):
            clear_login(request)
            messages.error(request, why)
            response = redirect("account_inactive")
        return response

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            sign_in_held_up(request=request, credentials=credentials)
            raise

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """What a letter tells of has been committed by then: allauth may have let go of the request, and a mail server
        that is away must not show a page of what broke to somebody whose new password or factor stands."""
        try:
            with request_context(self.request):
                device = device_of(context.get("user_agent") or "")
                told = {**context, "device": device, "own": own_address(), "guard": GUARD}
                super().send_mail(template_prefix, email, told)
        except (OSError, SMTPException):
            log.exception("A letter about a sign-in could not be handed to the mail server.")

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: Any = None
    ) -> EmailMessage:
        """A mailbox answers no letter that a program wrote."""
        headers = {**(headers or {}), "Auto-Submitted": "auto-generated"}
        letter: EmailMessage = super().render_mail(template_prefix, email, context, headers)
        return letter

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": "Give your password",
            "mfa_reauthenticate": "Give a code",
            "mfa_reauthenticate:webauthn": "Use a passkey",
        }
        return [{**way, "description": words[way["id"]]} for way in super().get_reauthentication_methods(user)]


class KeyLostError(InvalidToken):
    """A second factor was sealed under a key that the settings name no more: accounts.middleware says what to do."""


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[dict[str, str]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code is not right, or it has run out. Give the one that your app shows now.",
        "cannot_delete_authenticator": (
            "Your roles need a second factor, and this is your only one. Add another first, then take this one away."
        ),
    }

    def _get_site_name(self) -> str:
        return NAME

    def encrypt(self, text: str) -> str:
        return _safe().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _safe().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise KeyLostError from error

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user=authenticator.user_id).exclude(pk=authenticator.pk)
        if others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
            return True
        return entrance.second_factor_due(authenticator.user) is None

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        return f"Passkey {Authenticator.objects.filter(user=user.pk, type=type).count() + 1}"


def _safe() -> MultiFernet:
    """A copy of the database alone gives no codes: the key lies in the settings. It seals with today's, and opens with
    those of before as well."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    hashed = (hashlib.sha256(b"celt.second_factor:" + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in hashed])


class InvitedOnlySocialAdapter(DefaultSocialAccountAdapter):
    """Microsoft and Google say who somebody is; who may come in was decided here, by e-mail address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """What the provider tells besides is not kept."""
        sociallogin.account.extra_data = {}
        user: User = super().populate_user(request, sociallogin, data)
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Follows the search for an account that was matched before; the first time it is matched by e-mail."""
        if request.user.is_authenticated or sociallogin.state.get("process") != AuthProcess.LOGIN:
            raise ImmediateHttpResponse(redirect("home"))
        if sociallogin.is_existing:
            return
        verified = {address.email.lower() for address in sociallogin.email_addresses if address.verified}
        user = User.objects.filter(email__in=verified).first()
        if user is None:
            self._turn_away(request, STRANGER if verified else UNVERIFIED)
        elif not user.is_active or entrance.closed_because(user):
            sociallogin.user = user  # pre_login says why, and nothing is matched
        else:
            sociallogin.connect(request, user)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        self._turn_away(request, FAILED)

    def _turn_away(self, request: HttpRequest, why: str) -> None:
        messages.error(request, why)
        raise ImmediateHttpResponse(redirect("account_login"))
