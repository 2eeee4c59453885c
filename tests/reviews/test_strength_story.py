"""A strength that a review found is offered to the toolkit by who leads learning there, once, and then shown."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from reviews.models import Finding
from reviews.models.finding import FindingKind
from reviews.models.review import ReviewState
from reviews.services.strength_story import offer_strength
from tests import factories as make
from tests.cast import Cast
from tests.worlds.finding import published_at
from toolkit.models import Story
from toolkit.services.story import take_back_story

STORY = {"title": "Choosing books", "says": "Every class has a librarian of its own."}


@pytest.fixture
def strength(cast: Cast) -> Finding:
    found: Finding = published_at(cast.own).review.findings.get(kind=FindingKind.STRENGTH)
    return found


def offer(cast: Cast, strength: Finding, who: str = "headteacher", **said: str) -> Story:
    told = {**STORY, **said}
    return offer_strength(by=getattr(cast, who), finding=strength, title=told["title"], says=told["says"])


def test_the_story_knows_what_it_came_from(cast: Cast, strength: Finding) -> None:
    story = offer(cast, strength)
    assert (story.academy, story.came_from, story.status) == (cast.own, f"finding:{strength.pk}", "offered")


def test_once_until_it_is_taken_back(cast: Cast, strength: Finding) -> None:
    story = offer(cast, strength)
    with pytest.raises(ValidationError, match="offered already"):
        offer(cast, strength, "senior_leader")
    take_back_story(by=cast.headteacher, story=story)
    assert offer(cast, strength).pk != story.pk


@pytest.mark.parametrize("who", ["trust_leader", "governor", "coach", "sibling_head", "outsider"])
def test_not_for_others(cast: Cast, strength: Finding, who: str) -> None:
    with pytest.raises(PermissionDenied):
        offer(cast, strength, who)


def test_not_before_it_is_published_and_no_next_step(cast: Cast) -> None:
    review = make.ReviewFactory(academy=cast.own, state=ReviewState.SHARED, moderated="agreed", reply_by="2099-01-01")
    early = make.FindingFactory(review=review, kind=FindingKind.STRENGTH)
    with pytest.raises(ValidationError, match="once the review is published"):
        offer(cast, early)
    with pytest.raises(PermissionDenied):
        offer(cast, published_at(cast.own))


def test_it_names_no_teacher(cast: Cast, strength: Finding) -> None:
    with pytest.raises(ValidationError, match="nobody is named here"):
        offer(cast, strength, says=f"{cast.teacher.full_name} began it.")
    assert not Story.objects.exists()


def test_the_report_leads_there_and_then_to_the_story(cast: Cast, client_of, strength: Finding) -> None:
    report = reverse("reviews:report", args=[strength.review_id])
    address = reverse("reviews:strength_offer", args=[strength.pk])
    client = client_of(cast.headteacher)
    assert address in client.get(report).content.decode()
    assert strength.says in client.get(address).content.decode()
    assert client.post(address, STORY).status_code == 302
    page = client.get(report).content.decode()
    assert address not in page
    assert reverse("toolkit:story_show", args=[Story.objects.get().pk]) in page
    again = client.post(address, STORY)
    assert again.status_code == 200
    assert "offered already" in again.content.decode()
    for who in ("governor", "trust_leader"):
        assert address not in client_of(getattr(cast, who)).get(report).content.decode()


def test_the_story_leads_back_to_the_report(cast: Cast, client_of, strength: Finding) -> None:
    story = offer(cast, strength)
    page = client_of(cast.headteacher).get(reverse("toolkit:story_show", args=[story.pk])).content.decode()
    assert f"{reverse('reviews:report', args=[strength.review_id])}#finding-{strength.pk}" in page
