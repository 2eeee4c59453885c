"""What came of a promised visit or review: the review that was made of it, on the promise's own page."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import Answered
from academies.records.keys import key
from academies.records.support import SUPPORT
from academies.ways import may_at
from accounts.models import User
from reviews.models import Review


def review_answers(user: User, person: Person, academy: Academy, keys: Collection[str]) -> Iterator[Answered]:
    """One query; none for keys of other kinds."""
    promises = {each.removeprefix(f"{SUPPORT.slug}:") for each in keys if each.startswith(f"{SUPPORT.slug}:")}
    numbers = [int(each) for each in promises if each.isascii() and each.isdigit() and len(each) < 18]
    if not numbers or not may_at(academy, person, Permission.READ_REVIEWS):
        return
    found = Review.objects.visible_to(user).standing().filter(academy=academy, promise__in=numbers)
    for review in found.order_by("starts", "pk"):
        yield Answered(
            key(SUPPORT.slug, review.promise_id or 0),
            f"Review: {review.title}",
            review.get_state_display(),
            reverse("reviews:review_show", args=[review.pk]),
            timezone.localtime(review.published_at).date() if review.published_at else review.starts,
        )
