"""A strength that a published review found, offered to the trust's toolkit as a story of the academy."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from academies.records.keys import key
from accounts.models import User
from reviews.models import Finding, Review
from reviews.models.finding import FindingKind
from reviews.models.review import TOLD_TO_GOVERNORS
from reviews.selectors.after import FINDING
from reviews.services.naming import refuse_names
from toolkit.models import Story, Theory
from toolkit.models.story import StoryStatus
from toolkit.services.story import offer_story

NOT_YET = "Other academies read it then, so it is offered once the review is published."
TWICE = "A story of this strength is offered already. Take that one back first, or leave it as it is."


@transaction.atomic
def offer_strength(*, by: User, finding: Finding, title: str, says: str, theory: Theory | None = None) -> Story:
    """Raises PermissionDenied, or ValidationError with what to mend."""
    seen = Finding.objects.visible_to(by).standing().filter(pk=finding.pk, kind=FindingKind.STRENGTH)
    if not seen.exists():
        raise PermissionDenied("Strengths are offered by those who read them in a review’s report.")
    # Two who offer it at once take turns.
    review = Review.objects.select_for_update(of=("self",), no_key=True).get(pk=finding.review_id)
    if review.state not in TOLD_TO_GOVERNORS:
        raise ValidationError(NOT_YET)
    came_from = key(FINDING, finding.pk)
    if (
        Story.objects.filter(academy=review.academy_id, came_from=came_from)
        .exclude(status=StoryStatus.WITHDRAWN)
        .exists()
    ):
        raise ValidationError(TWICE)
    refuse_names(review.academy, title=title, says=says)
    return offer_story(by=by, academy=review.academy, title=title, says=says, theory=theory, came_from=came_from)
