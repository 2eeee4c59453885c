"""Curriculum tours: the academy's list, and one with its route, its stories and what became of them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from academies.access import Person
from academies.models import Academy
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import opened
from celt.ui.parts import Choice, Filter, Status, Tone
from plans.models import Tour, TourStop, TourStory
from plans.models.tour import TourState
from plans.selectors.learning import rights_at, tour_cards
from plans.selectors.learning_cards import Rights, TourCard
from toolkit.models.story import StoryStatus


@dataclass(frozen=True)
class ToursPage:
    rows: list[TourCard]
    filters: list[Filter]
    answer: str
    rights: Rights
    any_at_all: bool


def tours_page(user: User, person: Person, academy: Academy, query: Mapping[str, str]) -> ToursPage:
    """The academy's tours, narrowed by `state` of the address."""
    rights = rights_at(user, person, academy)
    cards = tour_cards(user, academy, rights)
    state = query.get("state", "") if query.get("state", "") in TourState.values else ""
    choices = [Choice("", "All"), *(Choice(value, label) for value, label in TourState.choices)]
    walked = sum(card.tour.state == TourState.WALKED for card in cards)
    ahead = [card.on for card in cards if card.tour.state == TourState.PLANNED and card.on >= timezone.localdate()]
    says = f"{opened(walked, 'curriculum tour has', 'curriculum tours have')} been walked at {academy}"
    return ToursPage(
        rows=[card for card in cards if not state or card.tour.state == state],
        filters=[Filter("state", "State", choices, state)],
        answer=f"{says}; the next is on {british(min(ahead))}." if ahead else f"{says}; none is planned.",
        rights=rights,
        any_at_all=bool(cards),
    )


STORY_TONES: dict[str, Tone] = {StoryStatus.TAKEN: "good", StoryStatus.OFFERED: ""}


@dataclass(frozen=True)
class StoryCard:
    story: TourStory
    rights: Rights

    @property
    def status(self) -> Status:
        offered = self.story.offered
        if offered is None:
            return Status("Told here")
        words = {StoryStatus.OFFERED: "Offered, waits for the trust’s answer"}
        status = StoryStatus(offered.status)
        return Status(words.get(status, status.label), STORY_TONES.get(status, ""))

    @property
    def answered(self) -> str:
        """When the trust answered; empty while it has not."""
        offered = self.story.offered
        if offered is None or offered.answered_at is None:
            return ""
        return british(timezone.localtime(offered.answered_at).date())

    @property
    def answer(self) -> str:
        return self.story.offered.answer if self.story.offered else ""

    @property
    def can_change(self) -> bool:
        return self.rights.leads and self.story.offered_id is None

    @property
    def can_take_back(self) -> bool:
        offered = self.story.offered
        return self.rights.leads and offered is not None and offered.status == StoryStatus.OFFERED

    @property
    def toolkit_url(self) -> str:
        """Where it stands in the toolkit, once it was taken."""
        offered = self.story.offered
        if offered is None or offered.status != StoryStatus.TAKEN:
            return ""
        return reverse("toolkit:story_show", args=[offered.pk])


@dataclass(frozen=True)
class StopLine:
    stop: TourStop
    number: int
    last: bool
    stories: list[StoryCard]


@dataclass(frozen=True)
class TourPage:
    card: TourCard
    rights: Rights
    route: list[StopLine]
    stories: list[StoryCard]
    today: datetime.date

    @property
    def tour(self) -> Tour:
        return self.card.tour

    @property
    def stands(self) -> bool:
        return self.tour.state != TourState.CALLED_OFF

    @property
    def changes(self) -> bool:
        return self.rights.leads and self.stands

    @property
    def walked(self) -> bool:
        return self.tour.state == TourState.WALKED

    @property
    def may_be_walked(self) -> bool:
        return self.tour.state == TourState.PLANNED and self.tour.on <= self.today

    @property
    def answer(self) -> str:
        tour = self.tour
        title = tour.title.rstrip(".")
        if tour.state == TourState.CALLED_OFF:
            return f"{title}: this tour was called off."
        stops = opened(len(self.route), "stop").lower()
        if self.walked:
            told = opened(len(self.stories), "story", "stories").lower()
            return f"{title}: walked on {british(tour.on)}, {stops} and {told}."
        if tour.on < self.today:
            return f"{title}: planned for {british(tour.on)}, and not yet said to have been walked."
        return f"{title}: {'today' if tour.on == self.today else british(tour.on)}, {stops}."


def tour_page(user: User, person: Person, tour: Tour) -> TourPage:
    """`tour` comes with academy and theory. Three queries."""
    rights, today = rights_at(user, person, tour.academy), timezone.localdate()
    told = TourStory.objects.visible_to(user).filter(tour=tour).select_related("offered", "stop", "written_by")
    stories = [StoryCard(story, rights) for story in told]
    stops = list(TourStop.objects.visible_to(user).filter(tour=tour, archived_at__isnull=True))
    answers = [card.story.offered.status for card in stories if card.story.offered]
    return TourPage(
        card=TourCard(
            tour,
            len(stops),
            len(stories),
            answers.count(StoryStatus.OFFERED),
            answers.count(StoryStatus.TAKEN),
            rights,
            today,
        ),
        rights=rights,
        route=[
            StopLine(stop, n, n == len(stops), [card for card in stories if card.story.stop_id == stop.pk])
            for n, stop in enumerate(stops, start=1)
        ],
        stories=stories,
        today=today,
    )
