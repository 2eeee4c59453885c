"""The pages of what went wrong, in the product's look. None of them needs the database to be there.

403, 404 and 429 stand in the frame of every page, so that people go on from them; where the frame cannot be made they
stand alone with the same words. 400, 413, 500 and 503 always stand alone.
"""

from __future__ import annotations

import sys

import psycopg2
import redis
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from celt.logs import request_id

ALONE = "plain.html"
# A server that is not reached, or that let go of us: whoever tries again soon may find it back.
UNREACHABLE = (
    OperationalError, InterfaceError, psycopg2.OperationalError, psycopg2.InterfaceError, redis.ConnectionError,
    redis.TimeoutError,
)  # fmt: skip
AGAIN_IN = 15  # seconds until a server that was restarted is mostly back
A_MINUTE = 60
# allauth names no time: its longest limit of sign-in is this.
SIGN_IN_WINDOW = 300


def page(request: HttpRequest, status: int, *, framed: bool, **context: object) -> HttpResponse:
    template = f"{status}.html"
    if framed:
        try:
            return render(request, template, context, status=status)
        except Exception as error:
            if not was_let_go(error):
                raise
    return HttpResponse(render_to_string(template, {**context, "frame": ALONE}), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return page(request, 400, framed=False)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 403, framed=True, exception=str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 404, framed=True)


def too_large(request: HttpRequest, megabytes: int = 0) -> HttpResponse:
    return page(request, 413, framed=False, megabytes=megabytes)


def too_many(request: HttpRequest, wait: int = SIGN_IN_WINDOW) -> HttpResponse:
    """allauth calls it too, by the name handler429 in celt/urls.py."""
    minutes = -(-wait // A_MINUTE)
    response = page(request, 429, framed=True, minutes=minutes)
    response["Retry-After"] = str(wait)
    return response


def broken(request: HttpRequest) -> HttpResponse:
    """500; or 503 where it was a server that could not be reached."""
    if was_let_go(sys.exc_info()[1]):
        return away(request)
    # Whoever runs the server finds the request in the log by it.
    return page(request, 500, framed=False, reference=request_id.get())


def was_let_go(error: BaseException | None) -> bool:
    """A server that dies in the middle of a query leaves an error of no kind: psycopg2's own base class itself."""
    return isinstance(error, UNREACHABLE) or (
        error is not None and type(error.__cause__ or error) is psycopg2.DatabaseError
    )


def away(request: HttpRequest) -> HttpResponse:
    response = page(request, 503, framed=False)
    response["Retry-After"] = str(AGAIN_IN)
    return response
