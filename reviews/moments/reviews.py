"""What reviews did at an academy, for its timeline: planned, shared with the head, published, followed up, called off.

The log of a review knows every step; an academy's timeline tells those that change what somebody there knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import F, Q
from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.selectors.together import Asked
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


def steps_of_reviews(user: User, person: Person, academy: Academy) -> Asked | None:
    """Leaders of academy and trust read every step, governors from publication on. None for who reads no reviews
    there: somebody on one team reads its log on the review's own page."""
    if not may_at(academy, person, Permission.READ_REVIEWS):
        return None
    knows = may_at(academy, person, Permission.VIEW_REVIEWS)
    told = Q(step__in=SAYS if knows else FOR_GOVERNORS, review__in=Review.objects.visible_to(user))
    if not knows:
        told &= Q(review__state__in=TOLD_TO_GOVERNORS)
    steps = ReviewStep.objects.visible_to(user).filter(told, review__academy=academy)
    about = steps.annotate(title=F("review__title"), summary=F("review__summary"))
    return Asked(about.order_by("-at", "-pk")[:MOST], also=("title", "summary"))


def review_moments(steps: Iterable[ReviewStep], *, knows: bool) -> Iterator[Moment]:
    """No query. `steps`: as `steps_of_reviews` asks for them. `knows`: the person sees reviews before governors do."""
    for step in sorted(steps, key=lambda each: (each.at, each.pk), reverse=True):
        url = reverse("reviews:report" if step.step == "publish" else "reviews:review_show", args=[step.review_id])
        title, summary = step.title, step.summary  # type: ignore[attr-defined]
        # `follow` speaks of open next steps, which its readers know.
        said = step.says if step.step in WITH_WORDS and knows else ""
        yield Moment(step.at, f"{SAYS[step.step]}: {title}", url, summary if step.step == "publish" else said)
