"""Before what guards a sign-in is changed, its owner says once more that it is them.

allauth keeps a form that came before that with the session, the cookie among it: whoever reads that table could take
the session up. Ours keep only what is to be done; one of allauth's is shown anew and sent again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows import reauthentication
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import urlencode


def asked_first(request: HttpRequest, callback: str, **what: Any) -> HttpResponse | None:
    """Leads to the page that asks, and from there to `callback`, a dotted name, with `what`; None where it was given
    within the last minutes, or where there is nothing to give: Microsoft or Google signs them in, and no factor."""
    if not reauthentication.is_reauthentication_required(request, app=""):
        return None
    answer: HttpResponse = reauthentication.stash_and_reauthenticate(request, what, callback)
    return answer


def went_elsewhere(request: HttpRequest) -> HttpResponse | None:
    """Whoever left the page that asks, and was asked later for something else, goes on to that."""
    url = get_next_redirect_url(request)
    return redirect(url) if url else None


class NothingKept:
    """Inside allauth's middleware, so that it answers first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, ReauthenticationRequired):
            return None
        ways = get_adapter().get_reauthentication_methods(request.user)
        if not ways:
            return None
        return redirect(f"{ways[0]['url']}?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}")
