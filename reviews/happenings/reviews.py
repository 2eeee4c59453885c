"""Reviews in calendars: their days at the academy, and the day by which the head replies."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import Event, EventKind
from accounts.models import User
from reviews.models import Review
from reviews.models.framework import Family
from reviews.models.review import ReviewState


def review_events(
    user: User, person: Person, academies: Sequence[Academy], first: datetime.date, last: datetime.date
) -> Iterator[Event]:
    """One query; none for who reads no reviews. A review of one day takes that day, a longer one some of each."""
    if not person.can(Permission.READ_REVIEWS):
        return
    found = Review.objects.visible_to(user).standing().filter(academy__in=academies)
    days = found.filter(starts__lte=last, ends__gte=first) | found.filter(
        reply_by__range=(first, last), state=ReviewState.SHARED
    )
    for review in days.select_related("framework").order_by("starts", "pk"):
        url = reverse("reviews:review_show", args=[review.pk])
        if review.starts <= last and review.ends >= first:
            visit = review.framework.family == Family.VISIT
            yield Event(
                uid=f"review-{review.pk}",
                academy=review.academy_id,
                kind=EventKind.VISIT if visit else EventKind.REVIEW,
                starts=review.starts,
                ends=review.ends,
                title=review.title,
                url=url,
                load=_load(review, visit=visit),
            )
        if review.state == ReviewState.SHARED and review.reply_by is not None and first <= review.reply_by <= last:
            yield Event(
                uid=f"review-reply-{review.pk}",
                academy=review.academy_id,
                kind=EventKind.REVIEW,
                starts=review.reply_by,
                ends=review.reply_by,
                title=f"Reply on facts due: {review.title}",
                url=url,
                firm=False,
            )


def _load(review: Review, *, visit: bool) -> int:
    if review.starts != review.ends:
        return 1
    return 2 if visit else 3
