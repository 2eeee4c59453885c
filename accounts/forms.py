"""Giving a code of the second factor: once, for as long as it is good."""

from __future__ import annotations

import logging

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms
from django.core.cache import cache

log = logging.getLogger(__name__)


class GivenOnce(forms.BaseAuthenticateForm):
    """allauth remembers a code for one period; clocks may differ, so that it is good for that and those around it."""

    def clean_code(self) -> str:
        given = normalize_user_code(self.cleaned_data["code"])
        key = f"celt:code-used:{self.user.pk}:{given}"
        if cache.get(key):
            log.warning("A code of a second factor was given twice.", extra={"fields": {"person": self.user.pk}})
            raise get_adapter().validation_error("incorrect_code")
        # Of two who give it at once, allauth lets one in.
        code: str = super().clean_code()
        cache.set(key, True, (2 * app_settings.TOTP_TOLERANCE + 1) * app_settings.TOTP_PERIOD)
        return code


class AuthenticateForm(GivenOnce, forms.AuthenticateForm):
    pass


class ReauthenticateForm(GivenOnce, forms.ReauthenticateForm):
    pass
