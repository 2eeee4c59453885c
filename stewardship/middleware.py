"""Every export and every opening of what is sensitive is logged here, in one place, by what the answer is."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from stewardship.models import AccessForm, AccessKind
from stewardship.rules.access_log import (
    LASTING,
    OPENINGS,
    ROW,
    address_of,
    client_address,
    file_name,
    form_of,
    is_kept,
    rows_of_csv,
)
from stewardship.services.access_log import log_access


class LogOfAccess:
    """Before the answer leaves: what could not be logged is not handed out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        match = request.resolver_match
        if (
            response.status_code != 200
            or request.method == "HEAD"
            or match is None
            or not request.user.is_authenticated
        ):
            return response
        name = match.view_name
        form, what = LASTING.get(name, (form_of(response.get("Content-Type", "")), OPENINGS.get(name, "")))
        if not (form or what) or not is_kept(name, request.path_info):
            return response
        log_access(
            by=request.user,
            trust=request.person.trust,  # type: ignore[attr-defined]
            kind=AccessKind.EXPORT if form else AccessKind.OPENING,
            form=AccessForm(form) if form else AccessForm.PAGE,
            what=what or file_name(response.get("Content-Disposition", ""), request.path),
            address=address_of(request.path, request.GET),
            rows=_rows(response, form),
            reason=getattr(response, "reason_given", ""),
            came_from=client_address(
                request.META.get("REMOTE_ADDR", ""),
                request.META.get("HTTP_X_FORWARDED_FOR", ""),
                settings.ALLAUTH_TRUSTED_PROXY_COUNT,
            ),
        )
        return response


def _rows(response: HttpResponseBase, form: str) -> int | None:
    """How many rows a file or a list has; None where that cannot be counted."""
    told: int | None = getattr(response, "rows_told", None)
    content: bytes | None = getattr(response, "content", None) if not response.streaming else None
    if told is not None or content is None:
        return told
    if form == "csv":
        return rows_of_csv(content)
    return None if form else content.count(ROW)
