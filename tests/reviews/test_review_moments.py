"""What reviews write to an academy's timeline, and who reads which of it."""

import datetime

import pytest

from academies.access import person_for
from academies.providers import timeline
from reviews.models import Review, ReviewStep
from reviews.models.review import MemberRole, ReviewState
from reviews.moments.together import visiting_moments
from reviews.rules.review import STEPS
from tests import factories as make
from tests.cast import Cast
from tests.worlds.finding import publish

AT = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
WHOLE = ["plan", "begin", "draft", "send_back", "draft", "moderate", "share", "reply", "answer", "publish", "follow"]


def log(review: Review, *steps: str) -> None:
    for day, step in enumerate(steps):
        ReviewStep.objects.create(
            review=review, step=step, state=review.state, says=f"Words of {step}",
            by=review.planned_by, at=AT + datetime.timedelta(days=day),
        )  # fmt: skip


@pytest.fixture
def ended(cast: Cast) -> Review:
    review: Review = make.ReviewFactory(academy=cast.own, state=ReviewState.GATHERING, title="Spring reading")
    publish(review)
    Review.objects.filter(pk=review.pk).update(state=ReviewState.FOLLOWED)
    log(review, *WHOLE)
    return review


def said(cast: Cast, who: str, academy=None) -> list[str]:
    user = getattr(cast, who)
    return [moment.says for moment in visiting_moments(user, person_for(user, cast.trust.pk), academy or cast.own)]


@pytest.mark.parametrize("who", ["trust_leader", "headteacher", "senior_leader"])
def test_leaders_read_what_changed_what_they_know_the_newest_first(cast: Cast, ended: Review, who: str) -> None:
    assert said(cast, who) == [
        "Review followed up: Spring reading",
        "Review published: Spring reading",
        "Review shared with the head: Spring reading",
        "Review planned: Spring reading",
    ]


@pytest.mark.parametrize("who", ["governor", "trustee"])
def test_for_governors_a_review_begins_when_it_is_published(cast: Cast, ended: Review, who: str) -> None:
    assert said(cast, who) == ["Review followed up: Spring reading", "Review published: Spring reading"]
    under_way = make.ReviewFactory(academy=cast.own, state=ReviewState.GATHERING)
    log(under_way, "plan", "begin")
    off = make.ReviewFactory(academy=cast.own, state=ReviewState.CALLED_OFF)
    log(off, "plan", "call_off")
    assert len(said(cast, who)) == 2
    assert f"Review called off: {off.title}" in said(cast, "headteacher")


@pytest.mark.parametrize("who", ["coach", "teacher", "moderator", "outsider", "administrator", "data_lead"])
def test_nobody_else_reads_any(cast: Cast, ended: Review, who: str) -> None:
    assert said(cast, who) == []
    # A place on the team shows the review's own log, not the academy's timeline.
    make.ReviewMemberFactory(review=ended, person=getattr(cast, who), role=MemberRole.OBSERVER)
    assert said(cast, who) == []


def test_other_academies_reviews_stay_there(cast: Cast, ended: Review) -> None:
    assert said(cast, "trust_leader", cast.sibling) == []


def test_why_it_was_called_off_is_told_to_those_who_knew_of_it(cast: Cast) -> None:
    review = make.ReviewFactory(academy=cast.own, state=ReviewState.CALLED_OFF)
    log(review, "plan", "call_off")
    user = cast.headteacher
    moments = list(visiting_moments(user, person_for(user, cast.trust.pk), cast.own))
    assert [moment.note for moment in moments] == ["Words of call_off", ""]


def test_each_told_step_is_one_of_the_reviews_own_and_the_timeline_asks_for_them(cast: Cast, ended: Review) -> None:
    from reviews.moments.reviews import SAYS

    assert set(SAYS) - {"plan"} <= set(STEPS)
    moments = timeline.collect(cast.headteacher, person_for(cast.headteacher, cast.trust.pk), cast.own)
    assert "Review published: Spring reading" in [moment.says for moment in moments]
