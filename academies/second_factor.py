"""Whose roles need a second factor, and where somebody is led who has none yet.

Roles that see pupils or coaching, and those that give out roles: whoever holds one of these could give themselves the
others by a second account, so that they have no first days without one.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from academies.access import ROLE_PERMISSIONS, Permission, Role
from academies.models import Membership
from accounts import entrance
from accounts.models import User

NEEDED_FOR = {Permission.VIEW_PUPILS, Permission.COACH, Permission.BE_COACHED, Permission.MANAGE_ACCESS}
ROLES = frozenset(role for role in Role if NEEDED_FOR & ROLE_PERMISSIONS[role])
AT_ONCE = frozenset(role for role in Role if Permission.MANAGE_ACCESS in ROLE_PERMISSIONS[role])
OWN_ADDRESSES = "account/"  # where one sets a second factor up, changes a password, signs out
FLAG = "second_factor"


def last_day_without(user: User) -> datetime.date | None:
    """So many days after the person's first such role, or after they came if that was later; None without one today."""
    held = Membership.objects.filter(user=user, role__in=ROLES)
    today = set(held.current().values_list("role", flat=True))
    if not today:
        return None
    first: datetime.date = held.aggregate(first=Min("starts"))["first"]
    since = max(first, user.date_joined.date())
    days = -1 if today & AT_ONCE else settings.SECOND_FACTOR_GRACE_DAYS
    return since + datetime.timedelta(days=days)


def taken_away(*, request: HttpRequest, **kwargs: Any) -> None:
    """Follows the going of an app or a passkey: whether another is left is asked anew."""
    request.session.pop(FLAG, None)


class SecondFactorRequired:
    """Leads whoever is late to the page where a second factor is set up; reminds whoever has days left."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: Any, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated or request.session.get(FLAG):
            return None
        if not getattr(view, "login_required", True):
            return None
        if not any(m.role in ROLES for m in request.person.memberships):
            return None
        due = entrance.second_factor_due(request.user)
        if due is None:
            return None
        if entrance.has_second_factor(request.user):
            # Set up or given in this very session; taking the last one away is refused.
            request.session[FLAG] = True
            return None
        request.second_factor_due = due
        if not entrance.second_factor_is_late(due) or request.resolver_match.route.startswith(OWN_ADDRESSES):
            return None
        if request.headers.get("HX-Request"):
            answer = HttpResponse("Set up a second factor first, then repeat this step.", status=403)
            answer["HX-Redirect"] = reverse("mfa_index")
            return answer
        messages.warning(request, "Your roles need a second factor. Set one up, and the pages open.")
        return redirect("mfa_index")
