"""What changed in reviews and rounds at many academies since a moment. One query."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from django.db.models import Q
from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers.timeline import Change, ChangeKind
from academies.selectors.happened import Part, Told, happened
from academies.ways import may_at
from accounts.models import User
from reviews.models import Review, ReviewStep, Round, RoundStep
from reviews.models.review import TOLD_TO_GOVERNORS
from reviews.models.round import ROUND_TOLD
from reviews.moments import reviews, rounds


def visiting_changes(
    user: User, person: Person, academies: Sequence[Academy], since: datetime.datetime
) -> Iterator[Change]:
    """Each step as an academy's own timeline tells it: governors hear of a review once it is published, of a round once
    its next work is agreed."""
    if not person.can(Permission.READ_REVIEWS) and not person.can(Permission.READ_ROUNDS):
        return
    leads = [a for a in academies if may_at(a, person, Permission.VIEW_REVIEWS)]
    reads = [a for a in academies if may_at(a, person, Permission.READ_REVIEWS)]
    told = Q(step__in=reviews.SAYS, review__academy__in=leads) | Q(
        step__in=reviews.FOR_GOVERNORS, review__academy__in=reads, review__state__in=TOLD_TO_GOVERNORS
    )
    steps = ReviewStep.objects.visible_to(user).filter(told, review__in=Review.objects.visible_to(user))
    walks = [a for a in academies if may_at(a, person, Permission.VIEW_ROUNDS)]
    hears = [a for a in academies if may_at(a, person, Permission.READ_ROUNDS)]
    heard = Q(step__in=rounds.SAYS, round__host__in=walks) | Q(
        step__in=rounds.FOR_GOVERNORS, round__host__in=hears, round__state__in=ROUND_TOLD
    )
    walked = RoundStep.objects.visible_to(user).filter(heard, round__in=Round.objects.visible_to(user))
    yield from happened(
        since,
        Part(
            steps.exclude(by=user), "at", _review,
            {"step": "step", "review": "review_id", "title": "review__title", "academy": "review__academy_id"},
        ),
        Part(
            walked.exclude(by=user), "at", _round,
            {"step": "step", "round": "round_id", "practice": "round__practice", "academy": "round__host_id"},
        ),
    )  # fmt: skip


def _review(when: datetime.datetime, told: Told) -> Change:
    page = "reviews:report" if told["step"] == "publish" else "reviews:review_show"
    says = f"{reviews.SAYS[told['step']]}: {told['title']}"
    return Change(when, ChangeKind.REVIEW, says, reverse(page, args=[told["review"]]), told["academy"])


def _round(when: datetime.datetime, told: Told) -> Change:
    page = "reviews:round_report" if told["step"] == "agree" else "reviews:round_show"
    about = f" ({told['practice']})" if told["practice"] else ""
    url = reverse(page, args=[told["round"]])
    return Change(when, ChangeKind.REVIEW, f"{rounds.SAYS[told['step']]}{about}", url, told["academy"])
