"""What part somebody has in a review, as reviews.rules.review asks it."""

from __future__ import annotations

from collections.abc import Iterable

from academies.access import Permission, Person, person_for
from academies.ways import may_at
from accounts.models import User
from reviews.models import Review, ReviewMember
from reviews.models.review import MemberRole, reviews_of
from reviews.rules.review import Party

SEAT: dict[str, Party] = {
    MemberRole.LEAD: "leads",
    MemberRole.OBSERVER: "observes",
    MemberRole.MODERATOR: "moderates",
}


def parties_of(user: User, review: Review, person: Person | None = None) -> frozenset[Party]:
    """One query for the place on the team; one more for the roles where `person` is not at hand."""
    known = person or person_for(user, review.academy.trust_id)
    seats = reviews_of(user).filter(review=review)
    return parties_in(known, review, seats)


def parties_in(person: Person, review: Review, seats: Iterable[ReviewMember]) -> frozenset[Party]:
    """`seats`: the person's current places on this team. Who left the trust has none."""
    academy = review.academy
    found: set[Party] = set()
    if may_at(academy, person, Permission.RUN_REVIEWS):
        found.add("runs")
    if may_at(academy, person, Permission.ANSWER_REVIEW):
        found.add("answers")
    if any(held.trust_id == academy.trust_id for held in person.memberships):
        found.update(SEAT[seat.role] for seat in seats)
    return frozenset(found)
