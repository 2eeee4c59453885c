"""Where a page about what a review found stands: its review, or 404; 403 where one may not read or write it yet."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse

from academies.access import Permission, Person
from academies.guards import SignedInRequest
from academies.models import Academy
from academies.ways import academy_tabs, may_at
from celt.ui.parts import Link
from reviews.models import Finding, Review
from reviews.selectors.finding import access_to, with_access
from reviews.services.finding import REFUSED

NOT_YET = "What the review found is read once it is shared with the head."


def found_review_or_404(request: SignedInRequest, pk: int, *, edit: bool = False) -> tuple[Review, bool]:
    """The review with its academy and framework, and whether the person writes what it found."""
    found = with_access(request.user, Review.objects.visible_to(request.user))
    review = get_object_or_404(found.select_related("academy__trust", "framework"), pk=pk)
    # For the rest of the request the person acts in that academy's trust.
    request.person = Person(request.person.memberships, review.academy.trust)
    told, edits = review.told, review.edits  # type: ignore[attr-defined]
    if edit and not edits:
        raise PermissionDenied(REFUSED)
    if not told:
        raise PermissionDenied(NOT_YET)
    return review, edits


def finding_or_404(request: SignedInRequest, pk: int) -> Finding:
    """For somebody who writes it; 403 for who may only read it."""
    found = Finding.objects.visible_to(request.user)
    finding = get_object_or_404(found.select_related("section", "review__academy__trust", "review__framework"), pk=pk)
    request.person = Person(request.person.memberships, finding.review.academy.trust)
    if not access_to(request.user, finding.review)[1]:
        raise PermissionDenied(REFUSED)
    return finding


def review_address(review: Review, part: str = "found") -> str:
    return f"{reverse('reviews:review_show', args=[review.pk])}#{part}"


def review_frame(request: SignedInRequest, review: Review, *way: Link) -> dict[str, Any]:
    """The academy's tabs and the way here; the last of `way` has no address."""
    return {
        "review": review,
        **academy_frame(request, review.academy, Link(review.title, review_address(review, "")[:-1]), *way),
    }


def academy_frame(request: SignedInRequest, academy: Academy, *way: Link) -> dict[str, Any]:
    """Who is on a team and holds no role at the academy has no way to its other pages."""
    reviews = reverse("reviews:academy_reviews", args=[academy.slug])
    above: list[Link] = []
    if may_at(academy, request.person, Permission.VIEW_ACADEMY):
        above = [
            Link("Academies", reverse("academies:academy_list")),
            Link(academy.name, reverse("academies:academy_detail", args=[academy.slug])),
        ]
    if may_at(academy, request.person, Permission.READ_REVIEWS):
        above.append(Link("Reviews", reviews if way else ""))
    return {
        "academy": academy,
        "tabs": academy_tabs(request, academy, under=reviews),
        "crumbs": [*above, *way],
    }
