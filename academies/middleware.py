"""Gives every request `request.person`: the current roles of who is signed in, and the trust they look at. And ends
the draft of a form that arrived."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from academies.access import Person, person_for
from academies.row_scope import opened
from academies.services.drafts import NAME, discard_draft

SESSION_TRUST = "trust"


def person_of(request: HttpRequest) -> Person:
    if not request.user.is_authenticated:
        return Person([], None)
    return person_for(request.user, request.session.get(SESSION_TRUST))


class PersonMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.person = SimpleLazyObject(lambda: person_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)


class PupilRowsStay:
    """A page for which pupil rows were opened is kept on no disk: not by a school's computer that the next one uses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = opened.set(False)
        try:
            response = self.get_response(request)
            if opened.get():
                response["Cache-Control"] = "no-store, private"
            return response
        finally:
            opened.reset(token)


DRAFT_FIELD, DELIVERED = "_draft", "delivered"


class DeliveredDrafts:
    """A form that keeps drafts carries its name (static/js/drafts.js). Once it has arrived, its draft goes from the
    server here, and from the device by a cookie that the next page reads: what never arrived ends no draft."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or not request.user.is_authenticated:
            return response
        name = request.POST.get(DRAFT_FIELD, "")
        if NAME.fullmatch(name) and arrived(response):
            discard_draft(by=request.user, name=name)
            before = [n for n in request.COOKIES.get(DELIVERED, "").split("~") if NAME.fullmatch(n) and n != name]
            names = "~".join([*before[-20:], name])
            response.set_cookie(DELIVERED, names, max_age=86_400, secure=settings.HTTPS, samesite="Lax")
        return response


def arrived(response: HttpResponse) -> bool:
    """Whether the view took what was sent: it leads on, or it shows a page without complaint."""
    if response.status_code in (302, 303, 204):
        return True
    return response.status_code == 200 and not response.streaming and b'role="alert"' not in response.content
