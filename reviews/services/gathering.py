"""What writing on a review asks first: a place on its team, within its days, while the review is in progress."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import User
from reviews.models import Review, ReviewMember
from reviews.models.review import ReviewQuerySet, ReviewState
from reviews.rules.gathering import CLOSED, Seat, why_no_note

JUDGES = "The review’s lead and who runs reviews for the trust say how its parts stand."


def seat_of(user: User, review_pk: int) -> Seat | None:
    """The person's own place, today's or not: who may read it is only ever themselves."""
    row = ReviewMember.objects.filter(review=review_pk, person=user.pk).first()
    return Seat(row.role, row.starts, row.ends) if row else None  # type: ignore[arg-type]


def hold_for_notes(by: User, review: Review) -> Review:
    """The review, locked, where `by` gathers for it now. Raises PermissionDenied, or ValidationError by its state."""
    locked = _hold(Review.objects.gathered_by(by), review)
    if locked is None:
        # A place without a role in the trust any more is no place.
        why = why_no_note("gathering", seat_of(by, review.pk), timezone.localdate())
        raise PermissionDenied(why or why_no_note("gathering", None, timezone.localdate()))
    refuse_closed(locked)
    return locked


def hold_for_judging(by: User, review: Review) -> Review:
    locked = _hold(Review.objects.editable_by(by), review)
    if locked is None:
        raise PermissionDenied(JUDGES)
    refuse_closed(locked)
    return locked


def refuse_closed(review: Review) -> None:
    if review.state != ReviewState.GATHERING:
        raise ValidationError(CLOSED[review.state])  # type: ignore[index]


def _hold(allowed: ReviewQuerySet, review: Review) -> Review | None:
    found = allowed.filter(pk=review.pk).select_related("framework", "academy")
    return found.select_for_update(of=("self",), no_key=True).first()
