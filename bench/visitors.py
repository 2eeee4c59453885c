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
ROLES = (Role.TRUST_LEADER, Role.HEADTEACHER, Role.TEACHER, Role.GOVERNOR)


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
    """Eight: home, academy, calendar and a search for everybody, and four of one's own work."""
    here = {"slug": academy.slug}
    shared: dict[str, str] = {}
    of_role: dict[Role, list[tuple[str, dict[str, str]]]] = {
        Role.TRUST_LEADER: [
            ("dashboards:trust", shared), ("plans:plan_list", shared), ("checkpoints:checkpoint_list", shared),
            ("academies:concern_list", shared),
        ],
        Role.HEADTEACHER: [
            ("dashboards:academy", here), ("plans:plan", here), ("plans:stages", here), ("reviews:review_list", shared),
        ],
        Role.TEACHER: [
            ("dashboards:staff_academy", here), ("toolkit:practice_list", shared), ("toolkit:piece_list", shared),
            ("coaching:home", shared),
        ],
        Role.GOVERNOR: [
            ("readers:academy_readers", here), ("dashboards:academy", here), ("plans:plan", here),
            ("dashboards:measure_list", shared),
        ],
    }  # fmt: skip
    everybody = [("home", shared), ("academies:academy_detail", here), ("academies:calendar", shared)]
    found = [(name, reverse(name, kwargs=kwargs)) for name, kwargs in (*everybody, *of_role[role])]
    return [*found, ("academies:search", f"{reverse('academies:search')}?q=reading")]
