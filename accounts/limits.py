"""Rate limits of our own pages, counted as allauth counts its own."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse

RATES = {"invitation": "20/m/ip", "invite": "60/h/user"}


def too_many(request: HttpRequest, action: str) -> HttpResponse | None:
    """The page that asks to wait, where there were too many; None where the request may go on. It counts POSTs."""
    if ratelimit.consume(request, app="accounts", action=action, config=RATES):
        return None
    answer: HttpResponse = ratelimit.respond_429(request)
    return answer
