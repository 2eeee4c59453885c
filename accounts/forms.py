"""Forms of sign-in: allauth's, in this product's words. A code of the second factor is taken once, for as long as it
is good."""

from __future__ import annotations

import struct
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.fernet import InvalidToken
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.noted import code_given_twice, code_held_up, passkey_refused
from accounts.passwords import HINT

SEAL_LOST = (
    "The server’s key was changed, so that your app’s codes cannot be checked here any more. Use a passkey, or ask an "
    "administrator of your trust to take your second factor away; then you set up another."
)
NO_PASSKEY = "This passkey is not known here, or took too long. Try again, or sign in by password."
NOT_MADE = "The browser’s answer could not be read, so no passkey was added. Try again."
# What libraries raise of a passkey that was made up.
NO_SENSE = (ValueError, TypeError, KeyError, AttributeError, IndexError, struct.error)
LABELS = {
    "login": "E-mail",
    "email": "E-mail",
    "oldpassword": "Password until now",
    "password1": "New password",
    "password2": "The same once more",
    "code": "Code",
}


class Worded:
    """Our labels, and no words inside a field, which go as soon as somebody types."""

    help_texts: ClassVar[dict[str, str]] = {"password1": HINT}
    attrs: ClassVar[dict[str, dict[str, str]]] = {"code": {"inputmode": "numeric", "spellcheck": "false"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            field.help_text = self.help_texts.get(name, field.help_text)
            field.widget.attrs.update(self.attrs.get(name, {}))


class LoginForm(Worded, account.LoginForm):
    attrs: ClassVar[dict[str, dict[str, str]]] = {"login": {"autocomplete": "username"}}


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    pass


class ConfirmForm(Worded, account.ReauthenticateForm):
    pass


class AppForm(Worded, ActivateTOTPForm):
    """The first code of an app."""


class PasskeyForm(Worded, AddWebAuthnForm):
    help_texts: ClassVar[dict[str, str]] = {
        "name": "So that you know it again in your list.",
        "passwordless": (
            "It then asks for your fingerprint, face or PIN each time. Without the tick it is asked for after your "
            "password."
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].label = "Sign in with it alone, without a password"

    def clean(self) -> dict[str, Any]:
        try:
            made: dict[str, Any] = super().clean()
        except NO_SENSE:
            raise ValidationError(NOT_MADE) from None
        return made


class Unreadable:
    """Whatever a browser sends for a passkey that is none, is not known here or was made up: one sentence, no error."""

    user: User | None  # known, but for a passkey alone

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].error_messages = {"required": NO_PASSKEY, "invalid": NO_PASSKEY}  # type: ignore[attr-defined]

    def clean_credential(self) -> Authenticator:
        try:
            found: Authenticator = super().clean_credential()  # type: ignore[misc]
        except ValidationError as refused:
            passkey_refused(context.request, self.user)
            raise ValidationError(NO_PASSKEY) if refused.code == "incorrect_code" else refused from None
        except NO_SENSE:
            passkey_refused(context.request, self.user)
            raise ValidationError(NO_PASSKEY) from None
        return found


class PasskeyLoginForm(Unreadable, LoginWebAuthnForm):
    pass


class PasskeyAuthenticateForm(Unreadable, AuthenticateWebAuthnForm):
    pass


class PasskeyReauthenticateForm(Unreadable, ReauthenticateWebAuthnForm):
    pass


class RemovePasskeyForm(forms.Form):
    """Nothing to fill in; it says what forbids it, as allauth's own for an app does."""

    def __init__(self, *args: Any, authenticator: Authenticator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.authenticator = authenticator

    def clean(self) -> dict[str, Any] | None:
        if not get_adapter().can_delete_authenticator(self.authenticator):
            raise get_adapter().validation_error("cannot_delete_authenticator")
        return super().clean()


class GivenOnce(Worded, mfa.BaseAuthenticateForm):
    """allauth remembers a code for one period; clocks may differ, so that it is good for that and those around it."""

    def clean_code(self) -> str:
        given = normalize_user_code(self.cleaned_data["code"])
        key = f"celt:code-used:{self.user.pk}:{given}"
        period = (2 * app_settings.TOTP_TOLERANCE + 1) * app_settings.TOTP_PERIOD
        if cache.get(key):
            code_given_twice(request=context.request, user=self.user, key=key, period=period)
            raise get_adapter().validation_error("incorrect_code")
        try:
            # Of two who give it at once, allauth lets one in.
            code: str = super().clean_code()
        except InvalidToken:
            raise ValidationError(SEAL_LOST) from None
        except ValidationError as refused:
            if refused.code == "too_many_login_attempts":
                code_held_up(request=context.request, user=self.user)
            raise
        cache.set(key, True, period)
        return code


class AuthenticateForm(GivenOnce, mfa.AuthenticateForm):
    pass


class ReauthenticateForm(GivenOnce, mfa.ReauthenticateForm):
    pass
