"""Planning a review, changing it, and its team: what is refused, and in which words."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from academies.access import person_for
from academies.models.support import SupportKind
from academies.providers import answers
from reviews.models import Review
from reviews.models.review import MemberRole
from reviews.services.member import add_member, end_member
from reviews.services.review import change_review, plan_review, take_step
from tests import factories as make

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 12, 1)
LATER = datetime.date(2099, 1, 1)


def plan(cast, **said):
    said = {"academy": cast.own, "title": "Reading", "starts": DAY, "ends": DAY, **said}
    said.setdefault("framework", make.framework_in_use(trust=said["academy"].trust))
    return plan_review(by=said.pop("by", cast.trust_leader), **said)


def test_a_planned_review_has_its_lead_and_the_first_line_of_its_log(cast):
    review = plan(cast, lead=cast.sibling_head, focus="Who reads least?")
    assert review.members.get().person == cast.sibling_head
    assert [(line.step, line.by) for line in review.steps.all()] == [("plan", cast.trust_leader)]


@pytest.mark.parametrize("who", ["headteacher", "senior_leader", "governor", "data_lead", "outsider", "foreign_leader"])
def test_only_the_trusts_leaders_plan(cast, who):
    with pytest.raises(PermissionDenied):
        plan(cast, by=getattr(cast, who))


def test_a_closed_academy_gets_none(cast):
    cast.own.status, cast.own.closed = "closed", datetime.date(2026, 8, 31)
    cast.own.save()
    with pytest.raises(ValidationError, match="closed on 31 August 2026"):
        plan(cast)


def test_a_framework_of_another_phase_trust_or_draft_is_refused(cast):
    other_phase = make.framework_in_use(trust=cast.trust, phase="secondary")
    for framework in (other_phase, make.framework_in_use(trust=cast.foreign_trust)):
        with pytest.raises(ValidationError, match="not for Heronwick"):
            plan(cast, framework=framework)
    with pytest.raises(ValidationError, match="not in use"):
        plan(cast, framework=make.FrameworkFactory(trust=cast.trust))


def test_its_last_day_comes_after_its_first_and_what_it_serves_exists(cast):
    with pytest.raises(ValidationError, match="end before it starts"):
        plan(cast, ends=DAY - datetime.timedelta(days=1))
    with pytest.raises(ValidationError, match="cannot be found"):
        plan(cast, serves="decision:999999")


def test_a_promise_is_this_academys_open_visit_and_one_reviews_alone(cast):
    visit = make.PromiseFactory(academy=cast.own, kind=SupportKind.VISIT)
    first = plan(cast, promise=visit, title="The spring visit")
    with pytest.raises(ValidationError, match="“The spring visit” is planned for this promise"):
        plan(cast, promise=visit)
    take_step(by=cast.trust_leader, review=first, step="call_off", says="Moved.")
    assert plan(cast, promise=visit).promise == visit
    days = make.PromiseFactory(academy=cast.own, kind=SupportKind.LEADER_DAYS)
    elsewhere = make.PromiseFactory(academy=cast.sibling, kind=SupportKind.VISIT)
    for promise in (days, elsewhere):
        with pytest.raises(ValidationError, match="no visit or review"):
            plan(cast, promise=promise)
    full_day = make.PromiseFactory(academy=cast.own, kind=SupportKind.FULL_DAY_REVIEW)
    with pytest.raises(ValidationError, match="of another kind"):
        plan(cast, promise=full_day, framework=make.framework_in_use(trust=cast.trust, family="visit"))


def test_a_promises_page_learns_of_its_review(cast):
    """Through the registry of answers, for those who may know of the review."""
    visit = make.PromiseFactory(academy=cast.own, kind=SupportKind.VISIT)
    review = plan(cast, promise=visit)
    named = f"support:{visit.pk}"

    def told(user):
        return answers.collect(user, person_for(user, cast.trust.pk), cast.own, [named]).get(named, [])

    assert [(one.says, one.state) for one in told(cast.headteacher)] == [("Review: Reading", "Planned")]
    assert told(cast.governor) == []
    Review.objects.filter(pk=review.pk).update(
        state="published", moderated="agreed", reply_by=DAY, published_at=timezone.now()
    )
    assert [one.state for one in told(cast.governor)] == ["Published"]
    assert told(cast.outsider) == []


def test_the_framework_is_kept_from_the_day_it_begins(cast):
    review = plan(cast, lead=cast.sibling_head)
    other = make.framework_in_use(trust=cast.trust)
    said: dict[str, Any] = {"title": "Reading again", "starts": DAY, "ends": DAY}
    assert change_review(by=cast.sibling_head, review=review, framework=other, **said).framework == other
    take_step(by=cast.sibling_head, review=review, step="begin")
    with pytest.raises(ValidationError, match="keeps the framework"):
        change_review(by=cast.sibling_head, review=review, framework=make.framework_in_use(trust=cast.trust), **said)
    for person in (cast.headteacher, cast.coach, cast.governor, cast.foreign_leader):
        with pytest.raises(PermissionDenied):
            change_review(by=person, review=review, **said)


def test_a_moderator_has_a_last_day_comes_from_elsewhere_and_gathered_nothing(cast):
    review = plan(cast, lead=cast.sibling_head)
    add = {"by": cast.trust_leader, "review": review, "role": MemberRole.MODERATOR}
    with pytest.raises(ValidationError, match="until which day"):
        add_member(person=cast.moderator, **add)
    with pytest.raises(ValidationError, match="belongs to Heronwick"):
        add_member(person=cast.senior_leader, ends=LATER, **add)
    seat = add_member(by=cast.trust_leader, review=review, person=cast.coach)
    make.ReviewNoteFactory(review=review, by=cast.coach)
    end_member(by=cast.trust_leader, member=seat, on=timezone.localdate())
    type(seat).objects.filter(pk=seat.pk).update(starts=datetime.date(2026, 1, 1), ends=datetime.date(2026, 1, 2))
    with pytest.raises(ValidationError, match=r"gathered for this review|belongs to"):
        add_member(person=cast.coach, ends=LATER, **add)
    assert add_member(person=cast.moderator, ends=LATER, **add).ends == LATER


def test_a_team_has_one_lead_who_is_not_the_head_and_nobody_twice(cast):
    review = plan(cast, lead=cast.sibling_head)
    add = {"by": cast.trust_leader, "review": review}
    for person, role, says in (
        (cast.second_leader, MemberRole.LEAD, "Marigold Underhay leads the review"),
        (cast.headteacher, MemberRole.LEAD, "replies to the review"),
        (cast.sibling_head, MemberRole.OBSERVER, "on the team already"),
        (cast.outsider, MemberRole.OBSERVER, "no role in the trust"),
    ):
        with pytest.raises(ValidationError, match=says):
            add_member(person=person, role=role, **add)
    for person in (cast.sibling_head, cast.headteacher, cast.governor, cast.foreign_leader):
        with pytest.raises(PermissionDenied):
            add_member(by=person, review=review, person=cast.coach)


def test_who_was_on_the_team_comes_back_in_the_same_place(cast):
    review = plan(cast)
    seat = make.ReviewMemberFactory(review=review, person=cast.coach, ends=datetime.date(2026, 9, 30))
    back = add_member(by=cast.trust_leader, review=review, person=cast.coach, role=MemberRole.LEAD)
    assert (back.pk, back.role, back.ends) == (seat.pk, MemberRole.LEAD, None)
