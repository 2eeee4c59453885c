"""Gives every request `request.person`: the current roles of who is signed in, and the trust they look at."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from academies.access import Person
from academies.models import Membership

SESSION_TRUST = "trust"


def person_of(request: HttpRequest) -> Person:
    if not request.user.is_authenticated:
        return Person([], None)
    memberships = list(
        Membership.objects.current().filter(user=request.user).select_related("trust", "academy").order_by("pk")
    )
    trusts = {m.trust_id: m.trust for m in memberships}
    chosen = request.session.get(SESSION_TRUST)
    looked_at = trusts.get(chosen) if isinstance(chosen, int) else None
    return Person(memberships, looked_at or next(iter(trusts.values()), None))


class PersonMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.person = SimpleLazyObject(lambda: person_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)
