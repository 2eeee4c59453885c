"""Reviews in calendars: their days at the academy, and the day by which the head replies."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import F
from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import Event, EventKind
from academies.selectors.together import Asked
from accounts.models import User
from reviews.models import Review
from reviews.models.framework import Family
from reviews.models.review import ReviewState


def reviews_asked(
    user: User, person: Person, academies: Sequence[Academy], first: datetime.date, last: datetime.date
) -> Asked | None:
    """Those whose days, or the day of whose reply, lie there; None for who reads no reviews."""
    if not person.can(Permission.READ_REVIEWS):
        return None
    found = Review.objects.visible_to(user).standing().filter(academy__in=academies)
    days = found.filter(starts__lte=last, ends__gte=first) | found.filter(
        reply_by__range=(first, last), state=ReviewState.SHARED
    )
    return Asked(days.annotate(family=F("framework__family")), "academy", ("family",))


def review_events(reviews: Iterable[Review], first: datetime.date, last: datetime.date) -> Iterator[Event]:
    """No query. A review of one day takes that day, a longer one some of each."""
    for review in sorted(reviews, key=lambda each: (each.starts, each.pk)):
        url = reverse("reviews:review_show", args=[review.pk])
        if review.starts <= last and review.ends >= first:
            visit = review.family == Family.VISIT  # type: ignore[attr-defined]
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
                title=f"Reply on facts: {review.title}",
                url=url,
                firm=False,
            )


def _load(review: Review, *, visit: bool) -> int:
    if review.starts != review.ends:
        return 1
    return 2 if visit else 3
