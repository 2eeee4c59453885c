"""What a view asks before it answers: not visible is 404, visible but not allowed is 403."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from academies.access import Permission, Person
from academies.models import Academy
from academies.ways import may_at
from accounts.models import User

P = ParamSpec("P")


class SignedInRequest(HttpRequest):
    """A request of somebody who signed in, as every view gets it that does not opt out of sign-in."""

    user: User
    person: Person


View = Callable[Concatenate[SignedInRequest, P], HttpResponseBase]


def needs(permission: Permission, *, whole_trust: bool = False) -> Callable[[View[P]], View[P]]:
    """Refuses (403) who does not hold the permission in the trust they look at: anywhere in it, or for all of it."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            person = request.person
            if not (person.can_trust_wide(permission) if whole_trust else person.can(permission)):
                raise PermissionDenied(f"Your roles do not let you {permission.value}.")
            return view(request, *args, **kwargs)

        return guarded

    return guard


def academy_or_404(request: SignedInRequest, slug: str, permission: Permission | None = None) -> Academy:
    """The academy where it is visible to the person; 403 where they lack `permission` there.

    For the rest of the request the person acts in that academy's trust, whichever they looked at before: a role in one
    trust must not decide what they read in another.
    """
    academy = get_object_or_404(Academy.objects.visible_to(request.user).select_related("trust"), slug=slug)
    request.person = Person(request.person.memberships, academy.trust)
    # The roles were read with the request: no further query.
    if permission and not may_at(academy, request.person, permission):
        raise PermissionDenied(f"Your roles do not let you {permission.value} at {academy}.")
    return academy
