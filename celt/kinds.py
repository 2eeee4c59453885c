"""What kinds of data come in and go out: forms from browsers, JSON to our own scripts.

A body of any other kind would be read as an empty form, whose answer tells somebody that they filled in nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
SAYS = "This address reads what a form sends, as application/x-www-form-urlencoded or multipart/form-data."


class KnownKinds:
    """Before anything looks for a form's token in the body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method == "POST" and holds_something(request) and request.content_type not in FORMS:
            return HttpResponse(SAYS, content_type="text/plain; charset=utf-8", status=415)
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("application/json") and "Content-Disposition" not in response:
            # Opened as a page it is saved, and nothing in it is taken for one.
            response["Content-Disposition"] = 'attachment; filename="api.json"'
        return response


def holds_something(request: HttpRequest) -> bool:
    """A POST without a body says nothing, of no kind."""
    return request.META.get("CONTENT_LENGTH") not in (None, "", "0") or "HTTP_TRANSFER_ENCODING" in request.META
