"""How a review stands, as its rules ask it: counted over all that it holds, whoever asks. Hands out no row."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from academies.models.academy import Status
from celt.lib.counting import how_many
from reviews.models import Finding, FindingCheck, FrameworkSection, Review, ReviewMember, SectionJudgement
from reviews.models.finding import FindingKind
from reviews.models.review import MemberRole
from reviews.rules.review import Standing


def standing_of(review: Review) -> Standing:
    """One query. `review` comes with its academy."""
    today = timezone.localdate()
    team = ReviewMember.objects.filter(Q(ends__isnull=True) | Q(ends__gte=today), review=OuterRef("pk"))
    judged = SectionJudgement.objects.filter(review=OuterRef(OuterRef("pk")), section=OuterRef("pk"))
    sections = FrameworkSection.objects.filter(framework=OuterRef("framework"))
    found = Finding.objects.standing().filter(review=OuterRef("pk"))
    looked_at = FindingCheck.objects.filter(finding=OuterRef("pk"))
    row = (
        Review.objects.filter(pk=review.pk)
        .values(
            leads=Exists(team.filter(role=MemberRole.LEAD)),
            moderates=Exists(team.filter(role=MemberRole.MODERATOR)),
            unjudged=how_many(sections.filter(~Exists(judged))),
            found=how_many(found),
            open_steps=how_many(found.filter(~Exists(looked_at), kind=FindingKind.NEXT_STEP)),
        )
        .get()
    )
    return Standing(
        review.state,  # type: ignore[arg-type]
        academy_open=review.academy.status == Status.OPEN,
        has_lead=row["leads"],
        has_moderator=row["moderates"],
        summary=bool(review.summary.strip()),
        findings=row["found"],
        unjudged=row["unjudged"],
        replied=review.replied_at is not None,
        reply_answered=bool(review.reply_answer.strip()),
        reply_by=review.reply_by,
        open_steps=row["open_steps"],
    )
