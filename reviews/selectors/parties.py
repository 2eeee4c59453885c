"""What part somebody has in a review, and how the review stands, as reviews.rules.review asks it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from academies.access import Permission, Person, person_for
from academies.models.academy import Status
from academies.ways import may_at
from accounts.models import User
from reviews.models import Finding, FindingCheck, Review, ReviewMember
from reviews.models.finding import FindingKind
from reviews.models.review import MemberRole
from reviews.rules.review import Party, Standing

SEAT: dict[str, Party] = {
    MemberRole.LEAD: "leads",
    MemberRole.OBSERVER: "observes",
    MemberRole.MODERATOR: "moderates",
}


def parties_of(user: User, review: Review, person: Person | None = None) -> frozenset[Party]:
    """One query for the place on the team; one more for the roles where `person` is not at hand."""
    known = person or person_for(user, review.academy.trust_id)
    seats = ReviewMember.objects.current().filter(review=review, person=user.pk)
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


def standing_of(review: Review) -> Standing:
    """Three queries. `review` comes with its academy."""
    today = timezone.localdate()
    roles = set(review.members.filter(Q(ends__isnull=True) | Q(ends__gte=today)).values_list("role", flat=True))
    checked = FindingCheck.objects.filter(finding__review=review).values("finding")
    findings = Finding.objects.standing().filter(review=review)
    told = [(pk, kind) for pk, kind in findings.values_list("pk", "kind")]
    looked_at = {row["finding"] for row in checked} if told else set()
    judged = review.judgements.values("section")
    return Standing(
        review.state,  # type: ignore[arg-type]
        academy_open=review.academy.status == Status.OPEN,
        has_lead=MemberRole.LEAD in roles,
        has_moderator=MemberRole.MODERATOR in roles,
        summary=bool(review.summary.strip()),
        findings=len(told),
        unjudged=review.framework.sections.exclude(pk__in=judged).count(),
        replied=review.replied_at is not None,
        reply_answered=bool(review.reply_answer.strip()),
        reply_by=review.reply_by,
        open_steps=sum(kind == FindingKind.NEXT_STEP and pk not in looked_at for pk, kind in told),
    )
