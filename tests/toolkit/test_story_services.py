"""Answering a story: taken with thanks or left with a reason, once; and what readers elsewhere learn of it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InternalError, transaction

from tests import factories as make
from toolkit.models import Story
from toolkit.services.story import answer_story, take_back_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast) -> Story:
    return make.StoryFactory(academy=cast.sibling, title="Reading buddies", offered_by=cast.sibling_head)


def test_a_story_is_taken_with_its_theory(cast, story):
    theory = make.TheoryFactory(trust=cast.trust)
    taken = answer_story(by=cast.trust_leader, story=story, take=True, answer=" Thank you. ", theory=theory)
    assert (taken.status, taken.answer, taken.theory, taken.answered_by) == (
        "taken", "Thank you.", theory, cast.trust_leader,
    )  # fmt: skip


def test_one_that_is_left_says_why(cast, story):
    with pytest.raises(ValidationError, match="Say why it is not taken"):
        answer_story(by=cast.trust_leader, story=story, take=False, answer=" ")
    left = answer_story(by=cast.trust_leader, story=story, take=False, answer="Say what pupils read afterwards.")
    assert left.status == "declined"


@pytest.mark.parametrize("who", ["headteacher", "sibling_head", "trustee", "teacher", "foreign_leader"])
def test_only_the_trusts_leaders_answer(cast, story, who):
    with pytest.raises(PermissionDenied):
        answer_story(by=getattr(cast, who), story=story, take=True, answer="")


def test_the_second_answer_and_one_after_it_was_taken_back_are_refused(cast, story):
    answer_story(by=cast.trust_leader, story=story, take=True, answer="")
    with pytest.raises(ValidationError, match=f"{cast.trust_leader.full_name} answered the story while you wrote"):
        answer_story(by=cast.second_leader, story=story, take=False, answer="No.")
    other = make.StoryFactory(academy=cast.sibling, offered_by=cast.sibling_head)
    take_back_story(by=cast.sibling_head, story=other)
    with pytest.raises(ValidationError, match="took the story back"):
        answer_story(by=cast.trust_leader, story=other, take=True, answer="")
    with pytest.raises(InternalError), transaction.atomic():
        Story.objects.filter(pk=story.pk).update(answer="Something else")


def test_a_theory_of_another_academy_or_one_put_away_is_refused(cast, story):
    for theory in (make.TheoryFactory(academy=cast.own), make.TheoryFactory(trust=cast.foreign_trust)):
        with pytest.raises(ValidationError, match="not in use at the academy"):
            answer_story(by=cast.trust_leader, story=story, take=True, answer="", theory=theory)


def test_readers_elsewhere_learn_what_was_taken_and_not_from_whom(cast, story, client_of):
    page = f"/toolkit/stories/{story.pk}/"
    assert client_of(cast.headteacher).get(page).status_code == 404
    answer_story(by=cast.trust_leader, story=story, take=True, answer="Thank you, Otterbourne.")
    here = client_of(cast.headteacher).get(page).content.decode()
    assert story.says in here
    assert "Another academy of the trust" in here
    assert "Thank you, Otterbourne." not in here
    assert cast.sibling.name not in here
    there = client_of(cast.sibling_head).get(page).content.decode()
    assert "Thank you, Otterbourne." in there
    assert cast.sibling.name in there
    listed = client_of(cast.headteacher).get("/toolkit/stories/stories.csv").content.decode()
    assert "Reading buddies" in listed
    assert "Thank you" not in listed
    assert cast.sibling.name not in listed


def test_the_list_says_what_waits_and_the_answer_is_sent_from_the_page(cast, story, client_of):
    leader = client_of(cast.trust_leader)
    assert "One story waits for an answer" in leader.get("/toolkit/stories/").content.decode()
    refused = leader.post(f"/toolkit/stories/{story.pk}/answer/", {"take": "leave", "answer": ""})
    assert "Say why it is not taken" in refused.content.decode()
    sent = leader.post(f"/toolkit/stories/{story.pk}/answer/", {"take": "take", "answer": "Thank you."}, follow=True)
    assert "stands in the toolkit" in sent.content.decode()
    assert "One story stands in the toolkit" in leader.get("/toolkit/stories/").content.decode()
    assert story.title not in leader.get("/toolkit/stories/?state=offered").content.decode()
