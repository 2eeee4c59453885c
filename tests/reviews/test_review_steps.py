"""Every step from every state by everybody of the cast, through the service; and what each step writes down."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from reviews.models import Review
from reviews.models.review import MemberRole, ReviewState
from reviews.rules.review import STEPS
from reviews.services.review import answer_reply, take_step
from tests import factories as make
from tests.cast import Cast

pytestmark = pytest.mark.django_db

# From, step, to, who takes it. The sibling's head leads, the coach observes, the moderator moderates.
WAY = """
planned    begin     gathering  trust_leader second_leader sibling_head
gathering  draft     drafted    trust_leader second_leader sibling_head
drafted    reopen    gathering  trust_leader second_leader sibling_head
drafted    send_back gathering  moderator
drafted    moderate  moderated  moderator
moderated  share     shared     trust_leader second_leader sibling_head
shared     reply     shared     headteacher
shared     publish   published  trust_leader second_leader sibling_head
published  follow    followed   trust_leader second_leader sibling_head
planned    call_off  called_off trust_leader second_leader
gathering  call_off  called_off trust_leader second_leader
drafted    call_off  called_off trust_leader second_leader
moderated  call_off  called_off trust_leader second_leader
"""
ALLOWED = {
    (start, step, who): end for start, step, end, *people in map(str.split, WAY.strip().splitlines()) for who in people
}
TAKES = {(step, who) for _, step, who in ALLOWED}
PEOPLE = (
    "trust_leader", "second_leader", "sibling_head", "headteacher", "senior_leader", "coach", "teacher", "governor",
    "trustee", "data_lead", "moderator", "administrator", "outsider", "foreign_leader", "nobody",
)  # fmt: skip


def ready(cast: Cast, state: str) -> Review:
    """A review in the state, with all that its next step asks for."""
    review: Review = make.ReviewFactory(academy=cast.own, state="gathering", summary="Most read daily.")
    for section in review.framework.sections.all():
        make.SectionJudgementFactory(review=review, section=section)
    make.FindingFactory(review=review, kind="strength")
    for person, role in (
        (cast.sibling_head, MemberRole.LEAD), (cast.coach, MemberRole.OBSERVER), (cast.moderator, MemberRole.MODERATOR),
    ):  # fmt: skip
        make.ReviewMemberFactory(review=review, person=person, role=role)
    fields: dict[str, Any] = {"state": state}
    if state in ("moderated", "shared", "published", "followed"):
        fields["moderated"] = "agreed"
    if state in ("shared", "published", "followed"):
        fields |= {
            "reply_by": timezone.localdate(), "reply": "All right.", "replied_by": cast.headteacher,
            "replied_at": timezone.now(), "reply_answer": "Thank you.",
        }  # fmt: skip
    if state in ("published", "followed"):
        fields["published_at"] = timezone.now()
    Review.objects.filter(pk=review.pk).update(**fields)
    review.refresh_from_db()
    return review


def arguments() -> dict[str, Any]:
    week = timezone.localdate() + datetime.timedelta(days=7)
    return {"says": "Said in words.", "standard": "agreed", "reply_by": week}


@pytest.mark.parametrize("who", PEOPLE)
def test_every_step_from_every_state(who, cast):
    """Allowed, it leads where the table says; refused, it is a sentence, and nothing is written."""
    person = getattr(cast, who)
    tried = 0
    for state in ReviewState.values:
        review = ready(cast, state)
        for step in STEPS:
            tried += 1
            with transaction.atomic():
                if (state, step, who) in ALLOWED:
                    done = take_step(by=person, review=review, step=step, **arguments())
                    assert done.state == ALLOWED[state, step, who]
                    assert done.steps.get().step == step
                else:
                    refused = ValidationError if (step, who) in TAKES else PermissionDenied
                    with pytest.raises(refused) as error:
                        take_step(by=person, review=review, step=step, **arguments())
                    assert str(getattr(error.value, "message", error.value)).endswith(".")
                    assert not review.steps.exists()
                transaction.set_rollback(True)
    assert tried == len(ReviewState.values) * len(STEPS)


def test_two_leads_at_once_move_it_on_once(cast):
    """Both looked at a review in progress; the second is told who moved it, and nothing of theirs happens."""
    review = ready(cast, "gathering")
    take_step(by=cast.sibling_head, review=review, step="draft", seen="gathering")
    with pytest.raises(ValidationError, match="Marigold Underhay moved it on while you looked: it is drafted now"):
        take_step(by=cast.trust_leader, review=review, step="reopen", says="Once more.", seen="gathering")
    review.refresh_from_db()
    assert review.state == "drafted"
    assert [line.step for line in review.steps.all()] == ["draft"]


def test_whoever_wrote_of_it_does_not_moderate_it(cast):
    """A trust leader on the team as moderator may have written a finding since."""
    review = ready(cast, "gathering")
    make.ReviewMemberFactory(review=review, person=cast.trust_leader, role=MemberRole.MODERATOR)
    make.FindingFactory(review=review, kind="strength", written_by=cast.trust_leader)
    Review.objects.filter(pk=review.pk).update(state="drafted")
    with pytest.raises(ValidationError, match="Somebody who did not moderates it"):
        take_step(by=cast.trust_leader, review=review, step="moderate", standard="agreed")


def test_a_place_that_ended_takes_no_step(cast):
    review = ready(cast, "drafted")
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    review.members.filter(role=MemberRole.MODERATOR).update(starts=yesterday, ends=yesterday)
    with pytest.raises(PermissionDenied):
        take_step(by=cast.moderator, review=review, step="moderate", standard="agreed")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda review: review.judgements.all().delete(), "2 parts are still empty"),
        (lambda review: review.findings.update(dropped_at=timezone.now()), "at least one strength or next step"),
        (lambda review: Review.objects.filter(pk=review.pk).update(summary=""), "in a paragraph"),
        (lambda review: review.members.filter(role="moderator").delete(), "who moderates it"),
    ],
)
def test_a_draft_asks_for_all_of_it(cast, spoil, says):
    review = ready(cast, "gathering")
    spoil(review)
    with pytest.raises(ValidationError, match=says):
        take_step(by=cast.sibling_head, review=review, step="draft")


def test_the_reply_and_what_was_done_about_it(cast):
    """A reply put better needs another answer, and without one the review is not published."""
    review = ready(cast, "shared")
    answer_reply(by=cast.sibling_head, review=review, says="Corrected.")
    take_step(by=cast.headteacher, review=review, step="reply", says="Year 5 was out that day.")
    with pytest.raises(ValidationError, match="what you did about the head’s reply"):
        take_step(by=cast.sibling_head, review=review, step="publish")
    answer_reply(by=cast.sibling_head, review=review, says="Year 5 is taken out.")
    done = take_step(by=cast.sibling_head, review=review, step="publish")
    assert done.published_at is not None
    assert [line.step for line in done.steps.all()] == ["answer", "reply", "answer", "publish"]


def test_nobody_else_answers_a_reply(cast):
    review = ready(cast, "shared")
    for person in (cast.headteacher, cast.coach, cast.moderator, cast.governor, cast.foreign_leader):
        with pytest.raises(PermissionDenied):
            answer_reply(by=person, review=review, says="No.")


def test_a_review_of_a_closed_academy_does_not_begin(cast):
    review = ready(cast, "planned")
    cast.own.status, cast.own.closed = "closed", datetime.date(2026, 8, 31)
    cast.own.save()
    with pytest.raises(ValidationError, match="The academy is closed"):
        take_step(by=cast.sibling_head, review=review, step="begin")


def test_words_that_name_a_member_of_staff_are_refused(cast):
    review = ready(cast, "shared")
    with pytest.raises(ValidationError, match="names Nadia Quillmore"):
        take_step(by=cast.headteacher, review=review, step="reply", says="Nadia Quillmore was away.")
