"""Stories told at the stops of a tour, and offering them to the toolkit."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from plans.models import Tour, TourStop, TourStory
from plans.models.tour import TourState
from plans.services.tour import led_tour
from toolkit.models import Theory
from toolkit.services.story import offer_story, take_back_story

OFFERED = "This story was offered to the toolkit and stands as it is. Take it back first, or tell another."


@transaction.atomic
def tell_story(*, by: User, tour: Tour, title: str, says: str, stop: TourStop | None = None) -> TourStory:
    """Raises PermissionDenied or ValidationError."""
    locked = led_tour(by, tour)
    if locked.state == TourState.CALLED_OFF:
        raise ValidationError("This tour was called off, so nothing was seen on it.")
    story = TourStory(tour=locked, stop=stop, title=title.strip(), says=says.strip(), written_by=by)
    _refuse_strange_stop(story)
    story.full_clean()
    story.save()
    return story


@transaction.atomic
def change_tour_story(*, by: User, story: TourStory, title: str, says: str, stop: TourStop | None = None) -> TourStory:
    """Raises PermissionDenied, or ValidationError once it is offered."""
    locked = _story(by, story)
    if locked.offered_id is not None:
        raise ValidationError(OFFERED)
    locked.title, locked.says, locked.stop = title.strip(), says.strip(), stop
    _refuse_strange_stop(locked)
    locked.full_clean()
    locked.save(update_fields=["title", "says", "stop"])
    return locked


@transaction.atomic
def offer_tour_story(*, by: User, story: TourStory) -> TourStory:
    """To the trust's toolkit, as it stands. Twice is once. Raises PermissionDenied or ValidationError."""
    locked = _story(by, story)
    if locked.offered_id is not None:
        return locked
    academy, theory = locked.tour.academy, locked.tour.theory
    if theory is not None and not Theory.objects.for_academy(academy).filter(pk=theory.pk).exists():
        theory = None
    locked.offered = offer_story(
        by=by, academy=academy, title=locked.title, says=locked.says, theory=theory,
        came_from=f"tour:{locked.tour_id}",
    )  # fmt: skip
    locked.save(update_fields=["offered"])
    return locked


@transaction.atomic
def take_back_tour_story(*, by: User, story: TourStory) -> TourStory:
    """Offered no more, so that it can be told better. Twice is once. Raises PermissionDenied, or ValidationError where
    the answer came first."""
    locked = _story(by, story)
    if locked.offered is not None:
        take_back_story(by=by, story=locked.offered)
        locked.offered = None
        locked.save(update_fields=["offered"])
    return locked


def _story(by: User, story: TourStory) -> TourStory:
    """Locked, its tour first, as every write to a tour does."""
    tour = led_tour(by, story.tour)
    locked = TourStory.objects.select_for_update(of=("self",)).select_related("offered").get(pk=story.pk)
    locked.tour = tour
    return locked


def _refuse_strange_stop(story: TourStory) -> None:
    if story.stop is not None and story.stop.tour_id != story.tour_id:
        raise ValidationError({"stop": "This stop belongs to another tour."})
