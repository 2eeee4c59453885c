"""What each page costs: queries, and the server's time."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve

from academies.access import ACADEMY_ROLES, Role
from academies.models import Academy, Membership, Trust
from accounts.models import User
from bench.timing import seconds

LINK = re.compile(r'(?:href|hx-get|src)="([^"]+)"')
ROLES = (Role.TRUST_LEADER, Role.DATA_LEAD, Role.ADMINISTRATOR, Role.HEADTEACHER, Role.GOVERNOR)
SKIPPED = ("/static/", "/account/")


def measure(repeat: int = 5) -> dict[str, Any]:
    """view name and what follows it -> {path, role, queries, seconds, bytes}, each page by who first comes to it."""
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    found: dict[str, Any] = {}
    for role in ROLES:
        client = Client()
        client.force_login(person(role), backend="allauth.account.auth_backends.AuthenticationBackend")
        for key, path in crawl(client):
            if key not in found:
                found[key] = {"path": path, "role": role.value, **cost(client, path, repeat)}
    return found


def person(role: Role) -> User:
    """Somebody who holds the role: at the first academy where it is held at one, else for the whole trust."""
    user, made = User.objects.get_or_create(email=f"{role.value}@bench.example", defaults={"full_name": role.label})
    if made:
        at_one = role in ACADEMY_ROLES and role is not Role.DATA_LEAD
        academy = Academy.objects.order_by("pk").first() if at_one else None
        Membership.objects.create(user=user, trust=Trust.objects.get(), academy=academy, role=role)
    return user


def crawl(client: Client) -> list[tuple[str, str]]:
    """Every address that can be come to by links from the home page, one for each view and kind of file."""
    waiting, seen = ["/"], {key_of("/")}
    found: list[tuple[str, str]] = []
    while waiting:
        path = waiting.pop(0)
        response = client.get(path)
        if response.status_code != 200:
            continue
        found.append((key_of(path), path))
        if response.streaming or "html" not in response.headers.get("Content-Type", ""):
            continue
        for link in LINK.findall(response.content.decode()):
            there = urldefrag(urljoin(f"http://testserver{path}", unescape(link)))[0]
            split = urlsplit(there)
            if split.netloc != "testserver" or split.path.startswith(SKIPPED):
                continue
            try:
                key = key_of(split.path)
            except Resolver404:
                continue
            if key not in seen:
                seen.add(key)
                waiting.append(split.path)
    return found


def key_of(path: str) -> str:
    """The view's name, with the card and form of a file where it has them: what is the same page at every scale."""
    match = resolve(path)
    rest = [str(match.kwargs[name]) for name in ("card", "form") if name in match.kwargs]
    return " ".join([match.view_name, *rest])


def cost(client: Client, path: str, repeat: int) -> dict[str, Any]:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
        size = len(response.getvalue())
    return {"queries": len(queries), "seconds": seconds(lambda: client.get(path), repeat), "bytes": size}
