"""What reviews did at an academy, for its timeline: planned, shared with the head, published, followed up, called off.

The log of a review knows every step; an academy's timeline tells those that change what somebody there knows.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.ways import may_at
from accounts.models import User
from celt.ui.parts import Moment
from reviews.models import Review, ReviewStep
from reviews.models.review import TOLD_TO_GOVERNORS

MOST = 50
SAYS = {
    "plan": "Review planned",
    "share": "Review shared with the head",
    "publish": "Review published",
    "follow": "Review followed up",
    "call_off": "Review called off",
}
# What governors hear of: a review begins for them on the day that it is published.
FOR_GOVERNORS = frozenset({"publish", "follow"})
# Words that are for everybody who may know of the step.
WITH_WORDS = frozenset({"follow", "call_off"})


def review_moments(user: User, person: Person, academy: Academy) -> Iterator[Moment]:
    """Leaders of academy and trust read every step, governors from publication on. One query; none for who reads no
    reviews there: somebody on one team reads its log on the review's own page."""
    if not may_at(academy, person, Permission.READ_REVIEWS):
        return
    knows = may_at(academy, person, Permission.VIEW_REVIEWS)
    told = Q(step__in=SAYS if knows else FOR_GOVERNORS, review__in=Review.objects.visible_to(user))
    if not knows:
        told &= Q(review__state__in=TOLD_TO_GOVERNORS)
    steps = ReviewStep.objects.visible_to(user).filter(told, review__academy=academy).select_related("review")
    for step in steps.order_by("-at", "-pk")[:MOST]:
        review = step.review
        url = reverse("reviews:report" if step.step == "publish" else "reviews:review_show", args=[review.pk])
        yield Moment(step.at, f"{SAYS[step.step]}: {review.title}", url, _note(step, knows))


def _note(step: ReviewStep, knows: bool) -> str:
    """Why it was called off or closed; when a planned one takes place. `follow` speaks of open next steps, which its
    readers know."""
    if step.step == "publish":
        return step.review.summary
    return step.says if step.step in WITH_WORDS and knows else ""
