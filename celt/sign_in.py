"""How people sign in: forms, what a password may be, and which OpenID Connect servers the environment names."""

from __future__ import annotations

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

# Django's and allauth's settings of these names.
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("full_name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.NoLongerThan"},
]
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reauthenticate": "accounts.forms.ConfirmForm",
}
MFA_FORMS = {
    "authenticate": "accounts.forms.AuthenticateForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "activate_totp": "accounts.forms.AppForm",
    "add_webauthn": "accounts.forms.PasskeyForm",
    "login_webauthn": "accounts.forms.PasskeyLoginForm",
    "authenticate_webauthn": "accounts.forms.PasskeyAuthenticateForm",
    "reauthenticate_webauthn": "accounts.forms.PasskeyReauthenticateForm",
}

MICROSOFT, GOOGLE = "https://login.microsoftonline.com", "https://accounts.google.com"
# Anybody's tenant: whoever runs one could give themselves any e-mail address.
OPEN_TENANTS = ("common", "organizations", "consumers")


def openid_providers(env: environ.Env) -> tuple[dict[str, Any], list[str]]:
    """allauth's setting, and the addresses that the sign-in form may lead to.

    Google says of each address whether it is verified. Microsoft does not: the addresses of a trust's own tenant are
    believed, for the domains that OIDC_MICROSOFT_DOMAINS names.
    """
    apps: list[dict[str, Any]] = []
    origins: list[str] = []
    if client := env.str("OIDC_MICROSOFT_CLIENT_ID", default=""):
        tenant, domains = env.str("OIDC_MICROSOFT_TENANT", default=""), env.list("OIDC_MICROSOFT_DOMAINS", default=[])
        if not tenant or tenant in OPEN_TENANTS or not domains:
            raise ImproperlyConfigured(
                "Set OIDC_MICROSOFT_TENANT to your own tenant's id, and OIDC_MICROSOFT_DOMAINS to the domains whose "
                "e-mail addresses it gives out."
            )
        settings = {"server_url": f"{MICROSOFT}/{tenant}/v2.0", "verified_email": domains}
        apps.append(_app("microsoft", "Microsoft", client, env.str("OIDC_MICROSOFT_SECRET"), settings))
        origins.append(MICROSOFT)
    if client := env.str("OIDC_GOOGLE_CLIENT_ID", default=""):
        apps.append(_app("google", "Google", client, env.str("OIDC_GOOGLE_SECRET"), {"server_url": GOOGLE}))
        origins.append(GOOGLE)
    return ({"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}} if apps else {}), origins


def _app(provider: str, name: str, client: str, secret: str, settings: dict[str, Any]) -> dict[str, Any]:
    return {"provider_id": provider, "name": name, "client_id": client, "secret": secret, "settings": settings}
