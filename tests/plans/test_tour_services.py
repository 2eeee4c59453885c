"""Curriculum tours: their day, route and stories; a story offered to the toolkit, answered, taken back."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from plans.models import TourStop, TourStory
from plans.services.tour import (
    add_stop,
    call_off_tour,
    change_stop,
    change_tour,
    move_stop,
    plan_tour,
    take_out_stop,
    walk_tour,
)
from plans.services.tour_story import change_tour_story, offer_tour_story, take_back_tour_story, tell_story
from tests import factories as make
from toolkit.models import Story
from toolkit.services.story import answer_story, offer_story, take_back_story

DAY = datetime.timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def tour(cast):
    return make.TourFactory(academy=cast.own)


@pytest.fixture
def story(cast, tour):
    return make.TourStoryFactory(tour=tour, title="Strips", says="The best sentence goes on a strip.")


def plan(cast, on, **more):
    return plan_tour(by=cast.headteacher, academy=cast.own, title="From talk to page", on=on, **more)


def test_a_tour_is_planned_for_a_day_to_come_or_was_walked(cast, today):
    assert plan(cast, today).state == "planned"
    assert plan(cast, today - DAY, walked=True).state == "walked"
    with pytest.raises(ValidationError, match=r"is past. Choose a day from today on, or say that it was walked"):
        plan(cast, today - DAY)
    with pytest.raises(ValidationError, match="still to come"):
        plan(cast, today + DAY, walked=True)


def test_a_tour_keeps_its_day_when_only_its_words_change(cast, tour, today):
    tour.on = today - DAY
    tour.save()
    changed = change_tour(by=cast.headteacher, tour=tour, title="Anew", on=tour.on)
    assert changed.title == "Anew"
    with pytest.raises(ValidationError, match="is past"):
        change_tour(by=cast.headteacher, tour=tour, title="Anew", on=today - 2 * DAY)


def test_what_visitors_took_away_is_said_when_it_was_walked(cast, tour, today):
    with pytest.raises(ValidationError, match="when it was walked, or change its day"):
        walk_tour(by=cast.headteacher, tour=tour, learnt="Much.")
    tour.on = today
    tour.save()
    with pytest.raises(ValidationError, match="Write what visitors took away"):
        walk_tour(by=cast.headteacher, tour=tour, learnt=" ")
    assert walk_tour(by=cast.headteacher, tour=tour, learnt="Much.").state == "walked"
    with pytest.raises(ValidationError, match="was walked: it cannot be called off"):
        call_off_tour(by=cast.headteacher, tour=tour)


def test_a_tour_called_off_is_changed_no_more(cast, tour):
    call_off_tour(by=cast.headteacher, tour=tour)
    call_off_tour(by=cast.headteacher, tour=tour)
    for attempt in (
        lambda: add_stop(by=cast.headteacher, tour=tour, place="Year 2"),
        lambda: tell_story(by=cast.headteacher, tour=tour, title="A", says="B"),
        lambda: walk_tour(by=cast.headteacher, tour=tour, learnt="Much."),
    ):
        with pytest.raises(ValidationError, match="called off"):
            attempt()


@pytest.mark.parametrize("who", ["teacher", "coach", "trust_leader", "governor", "trustee", "sibling_head"])
def test_others_change_neither_tour_nor_route_nor_stories(cast, tour, story, who):
    by = getattr(cast, who)
    stop = make.TourStopFactory(tour=tour)
    for attempt in (
        lambda: add_stop(by=by, tour=tour, place="Year 2"),
        lambda: change_stop(by=by, stop=stop, place="Year 3"),
        lambda: take_out_stop(by=by, stop=stop),
        lambda: tell_story(by=by, tour=tour, title="A", says="B"),
        lambda: offer_tour_story(by=by, story=story),
        lambda: call_off_tour(by=by, tour=tour),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_stops_change_places_and_leave_the_route(cast, tour):
    first, second, third = (add_stop(by=cast.headteacher, tour=tour, place=place) for place in "ABC")
    move_stop(by=cast.headteacher, stop=third, earlier=True)
    move_stop(by=cast.headteacher, stop=first, earlier=True)
    assert [stop.place for stop in tour.stops.all()] == ["A", "C", "B"]
    take_out_stop(by=cast.headteacher, stop=second)
    take_out_stop(by=cast.headteacher, stop=second)
    move_stop(by=cast.headteacher, stop=second, earlier=True)
    assert [s.place for s in TourStop.objects.filter(archived_at__isnull=True)] == ["A", "C"]


def test_a_stop_of_another_tour_tells_no_story_here(cast, tour):
    with pytest.raises(ValidationError, match="belongs to another tour"):
        tell_story(by=cast.headteacher, tour=tour, title="A", says="B", stop=make.TourStopFactory())


def test_a_story_is_offered_once_with_where_it_came_from(cast, tour, story):
    for _ in range(2):
        offered = offer_tour_story(by=cast.headteacher, story=story).offered
    assert Story.objects.get() == offered
    assert (offered.academy, offered.title, offered.came_from) == (cast.own, "Strips", f"tour:{tour.pk}")
    with pytest.raises(ValidationError, match="Take it back first"):
        change_tour_story(by=cast.headteacher, story=story, title="Better", says="Better.")


def test_a_story_taken_back_is_told_better_and_offered_again(cast, story):
    offer_tour_story(by=cast.headteacher, story=story)
    for _ in range(2):
        take_back_tour_story(by=cast.headteacher, story=story)
    change_tour_story(by=cast.headteacher, story=story, title="Better strips", says="Better.")
    offer_tour_story(by=cast.headteacher, story=story)
    assert [(told.title, told.status) for told in Story.objects.order_by("pk")] == [
        ("Strips", "withdrawn"),
        ("Better strips", "offered"),
    ]


def test_an_answered_story_is_not_taken_back(cast, story):
    offered = offer_tour_story(by=cast.headteacher, story=story).offered
    assert offered is not None
    answer_story(by=cast.trust_leader, story=offered, take=False, answer="Too like the one of May.")
    with pytest.raises(ValidationError, match="answered meanwhile"):
        take_back_tour_story(by=cast.headteacher, story=story)
    assert TourStory.objects.get().offered == offered


def test_a_theory_put_away_does_not_keep_a_story_from_being_offered(cast, tour, story):
    tour.theory = make.TheoryFactory(trust=cast.trust, archived_at=timezone.now())
    tour.save()
    offered = offer_tour_story(by=cast.headteacher, story=story).offered
    assert offered is not None
    assert offered.theory is None


def test_the_toolkit_asks_who_offers(cast):
    for other in (cast.teacher, cast.trust_leader, cast.sibling_head):
        with pytest.raises(PermissionDenied):
            offer_story(by=other, academy=cast.own, title="A", says="B")
    story = offer_story(by=cast.headteacher, academy=cast.own, title="A", says="B")
    with pytest.raises(PermissionDenied):
        take_back_story(by=cast.sibling_head, story=story)
