"""Where a page of gathering stands: the review, for its team."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from academies.access import Person
from academies.guards import SignedInRequest
from celt.ui.parts import Link
from reviews.selectors.gathering import Place, place_of
from reviews.views.found_place import review_frame


def known_or_404(request: SignedInRequest, pk: int) -> Place:
    """For the rest of the request the person acts in the trust of the review's academy."""
    place = place_of(request.user, request.person, pk)
    if place is None:
        raise Http404
    request.person = Person(request.person.memberships, place.review.academy.trust)
    return place


def read_or_refuse(request: SignedInRequest, pk: int) -> Place:
    """403 for whoever knows of the review and reads no notes: the academy's people, and whose days are over."""
    place = known_or_404(request, pk)
    if not place.reads:
        raise PermissionDenied(place.why_unread)
    return place


def frame(request: SignedInRequest, place: Place, *crumbs: Link) -> dict[str, Any]:
    return {"place": place, **review_frame(request, place.review, *crumbs)}
