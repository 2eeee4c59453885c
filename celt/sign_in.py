"""Which OpenID Connect servers sign people in, as the environment names them."""

from __future__ import annotations

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

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
