"""What a person may do on a review while it gathers: read its notes, write them, judge its parts."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from academies.access import Permission, Person, held
from academies.ways import may_at
from accounts.models import User
from reviews.models import FrameworkSection, Review, ReviewMember
from reviews.models.review import ReviewState
from reviews.rules.gathering import CLOSED, Seat, not_on_team, why_no_note
from reviews.services.gathering import seat_of


@dataclass(frozen=True, slots=True)
class Place:
    """The review with its academy, trust and framework; `person` acts in that trust."""

    review: Review
    seat: Seat | None
    runs: bool
    today: datetime.date

    @property
    def reads(self) -> bool:
        return self.runs or (self.seat is not None and self.seat.holds_on(self.today))

    @property
    def why_unread(self) -> str:
        return not_on_team(self.seat, self.today)

    @property
    def why_no_note(self) -> str:
        return why_no_note(self.review.state, self.seat, self.today)  # type: ignore[arg-type]

    @property
    def may_judge(self) -> bool:
        """Who judges, whether or not the review is still in progress."""
        leads = self.seat is not None and self.seat.role == "lead" and self.seat.holds_on(self.today)
        return self.runs or leads

    @property
    def in_progress(self) -> bool:
        return self.review.state == ReviewState.GATHERING

    @property
    def closed(self) -> str:
        """Why nothing is written any more, or not yet."""
        return CLOSED.get(self.review.state, "")  # type: ignore[call-overload,no-any-return]


def place_of(user: User, person: Person, pk: int) -> Place | None:
    """None where the person knows nothing of the review. Who was on its team once still knows of it, so that they are
    told why they write there no more. Two queries."""
    trusts = held(user, Permission.VIEW_ACADEMY).values("trust")
    seats = ReviewMember.objects.filter(person=user.pk, review__academy__trust__in=trusts)
    visible = Review.objects.visible_to(user)
    known = Review.objects.filter(Q(pk__in=visible.values("pk")) | Q(pk__in=seats.values("review")), pk=pk)
    review = known.select_related("academy__trust", "framework").first()
    if review is None:
        return None
    here = Person(person.memberships, review.academy.trust)
    runs = may_at(review.academy, here, Permission.RUN_REVIEWS)
    return Place(review, seat_of(user, pk), runs, timezone.localdate())


def parts_of(review: Review) -> list[FrameworkSection]:
    """The framework's parts with their prompts, for whoever works with the review. Two queries."""
    return list(review.framework.sections.prefetch_related("prompts"))
