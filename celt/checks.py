"""What `manage.py check --deploy` asks besides Django's own questions; each answer says what to do."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

SHORTEST_TOKEN = 24


@register(Tags.security, deploy=True)
def ready_for_people(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if settings.DEMO:
        found.append(Error("DEMO is on: anybody signs in as anybody. Set DEMO=0.", id="celt.E001"))
    if "*" in settings.ALLOWED_HOSTS:
        found.append(Error("ALLOWED_HOSTS allows every name. Give the name that people type.", id="celt.E002"))
    if not settings.HTTPS:
        found.append(Warning("HTTPS is off: passwords travel readable. Set HTTPS=1 behind TLS.", id="celt.W001"))
    if settings.METRICS_TOKEN and len(settings.METRICS_TOKEN) < SHORTEST_TOKEN:
        found.append(Warning("METRICS_TOKEN can be guessed. Take `openssl rand -hex 24`.", id="celt.W002"))
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        found.append(Warning("No letter leaves this server: nobody can be invited. Set EMAIL_URL.", id="celt.W003"))
    # Whoever means that there is none says 0.
    if settings.HTTPS and settings.TRUSTED_PROXY_COUNT is None:
        says = "All share the proxy's address in limits and logs. Set TRUSTED_PROXY_COUNT; 0 where there is no proxy."
        found.append(Warning(says, id="celt.W005"))
    if settings.HTTPS and urlsplit(settings.PUBLIC_URL).hostname in (None, "localhost"):
        says = f"Links in letters begin with {settings.PUBLIC_URL}. Set PUBLIC_URL to what people type."
        found.append(Warning(says, id="celt.W006"))
    media = Path(settings.MEDIA_ROOT)
    if not (media.is_dir() and os.access(media, os.W_OK | os.X_OK)):
        found.append(Warning("MEDIA_ROOT is no folder that can be written to: no upload is kept.", id="celt.W004"))
    return found
