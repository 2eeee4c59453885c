"""Each request's id, its one line in the log, and its place in the metrics."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from celt.logs import request_id
from celt.metrics import count_request, method_of

log = logging.getLogger("celt.requests")
ID_HEADER = "X-Request-ID"
# As proxies make them; whatever else somebody sends is not written down.
ACCEPTED_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class RequestLog:
    """Outermost of all: gives the request its id, and says in one line how it went."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get(ID_HEADER, "")
        one = given if ACCEPTED_ID.fullmatch(given) else uuid.uuid4().hex
        token = request_id.set(one)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            seconds = time.perf_counter() - began
            response[ID_HEADER] = one
            count_request(request, response.status_code, seconds)
            log.info("request", extra={"fields": fields_of(request, response.status_code, seconds)})
            return response
        finally:
            request_id.reset(token)


def fields_of(request: HttpRequest, status: int, seconds: float) -> dict[str, Any]:
    match = request.resolver_match
    # Only a person that the request has looked up already: the log asks the database nothing.
    person = getattr(request, "_cached_user", None)
    return {
        "method": method_of(request),
        "route": match.view_name if match else "",
        "path": f"/{match.route}" if match else "",
        "status": status,
        "ms": round(1000 * seconds, 1),
        "person": person.pk if person is not None else None,
    }
