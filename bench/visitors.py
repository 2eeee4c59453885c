"""Who visits under load, and what they look at: run in a process with Django, told to one without."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.urls import reverse

from academies.access import ACADEMY_ROLES, Role
from academies.models import Academy, Membership, Trust
from accounts.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ROLES = (Role.TRUST_LEADER, Role.HEADTEACHER, Role.SENIOR_LEADER, Role.GOVERNOR)


def make(count: int) -> list[dict[str, Any]]:
    """So many people, each signed in: their cookie, and the pages that they go round, by name."""
    academies, trust = list(Academy.objects.order_by("pk")), Trust.objects.get()
    store = import_module(settings.SESSION_ENGINE).SessionStore
    found = []
    for number in range(count):
        role, academy = ROLES[number % len(ROLES)], academies[number % len(academies)]
        user, made = User.objects.get_or_create(
            email=f"visitor.{number}@bench.example", defaults={"full_name": f"Visitor {number}"}
        )
        if made:
            place = academy if role in ACADEMY_ROLES else None
            Membership.objects.create(user=user, trust=trust, academy=place, role=role)
        session = store()
        session.create()  # empties it
        session.update({SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: BACKEND})
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        found.append({"cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}", "pages": pages(role, academy)})
    return found


def pages(role: Role, academy: Academy) -> list[tuple[str, str]]:
    names: list[tuple[str, dict[str, str]]] = [
        ("home", {}), ("academies:academy_list", {}), ("academies:calendar", {}),
        ("academies:academy_detail", {"slug": academy.slug}), ("dashboards:academy", {"slug": academy.slug}),
        ("dashboards:measure_list", {}),
    ]  # fmt: skip
    if role is Role.TRUST_LEADER:
        names += [("dashboards:trust", {}), ("plans:plan_list", {})]
    return [(name, reverse(name, kwargs=kwargs)) for name, kwargs in names]
