"""The notes that somebody may draw a finding from."""

from __future__ import annotations

from django.db.models import Q

from accounts.models import User
from reviews.models import Finding, Review, ReviewNote


def notes_to_draw(user: User, review: Review, finding: Finding | None = None) -> list[ReviewNote]:
    """Notes of the review that stand, part by part, and those that the finding was drawn from already. One query."""
    stands = Q(struck_at__isnull=True)
    if finding is not None:
        stands |= Q(pk__in=finding.drawn_from.values("note"))
    found = ReviewNote.objects.visible_to(user).filter(stands, review=review).select_related("by", "section")
    return list(found.order_by("section__order", "section", "seen_at", "pk"))
