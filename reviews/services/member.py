"""Places on a review's team: who leads, who observes, who moderates, each for their time."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Permission, Role, user_can
from academies.models import Membership
from accounts.models import User
from reviews.models import Review, ReviewMember
from reviews.models.review import ENDED, MemberRole

REFUSED = "Teams are put together by the trust’s leaders."


@transaction.atomic
def add_member(
    *,
    by: User,
    review: Review,
    person: User,
    role: str = MemberRole.OBSERVER,
    starts: datetime.date | None = None,
    ends: datetime.date | None = None,
) -> ReviewMember:
    """A place from `starts` (today) until `ends`; a moderator's has a last day. Who was on the team before comes back.

    Raises PermissionDenied or ValidationError.
    """
    locked = _open_review(by, review)
    refuse_seat(locked, person, role)
    if role == MemberRole.MODERATOR and ends is None:
        raise ValidationError({"ends": "Say until which day the moderator sees the review."})
    if ends is not None and ends < timezone.localdate():
        raise ValidationError({"ends": "The last day has passed already. Choose one to come."})
    return seat(locked, person, role, starts=starts, ends=ends)


@transaction.atomic
def end_member(*, by: User, member: ReviewMember, on: datetime.date | None = None) -> ReviewMember:
    """Their last day on the team: today, unless another is named. What they wrote stays.

    Raises PermissionDenied or ValidationError.
    """
    review = _open_review(by, member.review)
    held = review.members.select_for_update(of=("self",)).select_related("person").get(pk=member.pk)
    today = timezone.localdate()
    if held.ends is not None and held.ends < today:
        raise ValidationError(f"{held.person} is no longer on the team.")
    held.ends = max(on or today, held.starts)
    held.full_clean()
    held.save(update_fields=["ends"])
    return held


def refuse_seat(review: Review, person: User, role: str) -> None:
    """Raises ValidationError where the person can have no such place on the review's team."""
    academy = review.academy
    roles = {
        (held.role, held.academy_id)
        for held in Membership.objects.current().filter(user=person, trust=academy.trust_id)
    }
    if not roles:
        raise ValidationError({"person": f"{person} has no role in the trust. An administrator gives them one first."})
    if role == MemberRole.LEAD and (Role.HEADTEACHER, academy.pk) in roles:
        raise ValidationError(
            {"person": f"{person} heads {academy} and replies to the review: somebody else leads it."}
        )
    of_the_academy = {held for held, at in roles if at == academy.pk} - {Role.MODERATOR}
    if role == MemberRole.MODERATOR and of_the_academy:
        raise ValidationError({"person": f"{person} belongs to {academy}. A moderator comes from elsewhere."})
    if review._state.adding:
        return
    wrote = review.notes.filter(by=person).exists() or review.findings.filter(written_by=person).exists()
    if role == MemberRole.MODERATOR and wrote:
        raise ValidationError(
            {"person": f"{person} gathered for this review. Somebody who gathered nothing moderates it."}
        )


def seat(
    review: Review,
    person: User,
    role: str,
    *,
    starts: datetime.date | None = None,
    ends: datetime.date | None = None,
) -> ReviewMember:
    """Raises ValidationError where somebody has that place, or the person one already."""
    today = timezone.localdate()
    first = starts or today
    standing = [each for each in review.members.select_related("person") if each.ends is None or each.ends >= today]
    if any(each.person_id == person.pk for each in standing):
        raise ValidationError({"person": f"{person} is on the team already."})
    if role == MemberRole.LEAD:
        leads = next((each for each in standing if each.role == MemberRole.LEAD and each.ends is None), None)
        if leads is not None:
            raise ValidationError({"role": f"{leads.person} leads the review. End that place first."})
    member = review.members.filter(person=person).first() or ReviewMember(review=review, person=person, starts=first)
    member.role, member.ends, member.starts = role, ends, min(first, member.starts)
    member.full_clean()
    member.save()
    return member


def _open_review(by: User, review: Review) -> Review:
    locked: Review | None = (
        Review.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("academy")
        .filter(pk=review.pk)
        .first()
    )
    if locked is None or not user_can(by, Permission.RUN_REVIEWS, academy=locked.academy):
        raise PermissionDenied(REFUSED)
    if locked.state in ENDED:
        raise ValidationError("The review is closed, and its team stands as it was.")
    return locked
