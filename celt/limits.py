"""Limits of what costs the server much: how large, and how often.

`COST_LIMITS` in the settings says for each kind how many a person may ask for within a minute; more is answered with
429 and when to try again. Sign-in has its own limits, allauth's (ACCOUNT_RATE_LIMITS).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch

from accounts.middleware import SignInRequired, View
from celt.error_pages import too_large, too_many

log = logging.getLogger(__name__)
WINDOW = 60  # seconds
MEGABYTE = 1024 * 1024
PDF, FILE, SEARCH = "pdf", "file", "search"


def kind_of(match: ResolverMatch) -> str | None:
    """What an address costs, read from its name: `plan_pdf`, `academy_csv`, `search`."""
    name = match.url_name or ""
    form = str(match.kwargs.get("form", ""))
    if name.endswith(("_pdf", "_poster")) or form == "pdf":
        return PDF
    # Charts come along with a page, many at once, from figures that it has read already.
    if name.endswith(("_csv", "_file", "_export", "_xlsx", "_zip")) and form not in {"svg", "png"}:
        return FILE
    return SEARCH if name == "search" or name.endswith("_search") else None


class CostLimits:
    """After the sign-in: a signed-in person is counted as one wherever they are, others by their network address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        kind = kind_of(match) if match else None
        allowed = settings.COST_LIMITS.get(kind) if kind else None
        if allowed is None or request.method == "HEAD":
            return None
        now = int(time.time())
        if self.count(request, str(kind), now) <= allowed:
            return None
        return too_many(request, WINDOW - now % WINDOW)

    def count(self, request: HttpRequest, kind: str, now: int) -> int:
        who = request.user.pk if request.user.is_authenticated else get_adapter().get_client_ip(request)
        key = f"celt:cost:{kind}:{who}:{now // WINDOW}"
        try:
            cache.add(key, 0, 2 * WINDOW)
            return int(cache.incr(key))
        except Exception as error:  # whatever ails Redis: who works is not kept from it by a counter
            log.warning("A limit could not be counted (%s).", type(error).__name__)
            return 0


class SizeLimit:
    """Before anything reads the body: what is too large is refused by its announced length, not after minutes.

    First of those that look at the view, since the token of a form is sought in the body.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.sign_in = SignInRequired(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if announced(request) > settings.REQUEST_MAX_BYTES:
            return too_large(request, settings.REQUEST_MAX_BYTES // MEGABYTE)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Whoever has not signed in has nothing to send but a form; any cookie can be made up."""
        if announced(request) <= settings.STRANGER_MAX_BYTES or request.user.is_authenticated:
            return None
        # A photo that was chosen before the session ended is not too large: it waits for who signs in again.
        waits = self.sign_in.process_view(request, view, args, kwargs)
        return waits or too_large(request, settings.STRANGER_MAX_BYTES // MEGABYTE)


def announced(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
