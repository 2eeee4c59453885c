"""Gives every request `request.person`: the current roles of who is signed in, and the trust they look at."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from academies.access import Person, person_for

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
