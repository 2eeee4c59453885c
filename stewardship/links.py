"""The link to a record's history, on pages of the apps below."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.urls import reverse

from academies.access import ROLE_PERMISSIONS, Permission, Person, Role
from academies.models import Academy
from stewardship.rules.circles import CIRCLES
from stewardship.selectors.history import has_history, places_of


def history_link(request: HttpRequest, record: Any) -> str:
    """No query where the page has read the academy already: the roles were read with the request."""
    person: Person | None = getattr(request, "person", None)
    if person is None or not isinstance(record, models.Model) or not has_history(type(record)):
        return ""
    if not person.can(Permission.READ_HISTORY):
        return ""
    places = places_of(record)
    circle = CIRCLES.get(record._meta.label)
    wanted = {Permission.READ_HISTORY} | ({circle.permission} if circle and not circle.field else set())
    if not all(any(_holds(person, each, place) for place in places) for each in wanted):
        return ""
    meta = record._meta
    return reverse("stewardship:history_show", args=[meta.app_label, meta.model_name, record.pk])


def _holds(person: Person, permission: Permission, place: Any) -> bool:
    trust = place.trust_id if isinstance(place, Academy) else place.pk
    return any(
        permission in ROLE_PERMISSIONS[Role(m.role)]
        for m in person.memberships
        if m.trust_id == trust and (not isinstance(place, Academy) or m.academy_id in (None, place.pk))
    )
