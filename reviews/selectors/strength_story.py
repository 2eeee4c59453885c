"""Which strengths of a review stand in the toolkit as stories, and which may be offered to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from academies.access import Permission, Person
from academies.records.keys import key
from academies.ways import may_at
from accounts.models import User
from reviews.models import Finding, Review
from reviews.models.finding import FindingKind
from reviews.models.review import TOLD_TO_GOVERNORS
from reviews.selectors.after import FINDING
from toolkit.models import Story
from toolkit.models.story import StoryStatus

WORDS = {
    StoryStatus.OFFERED: "A story of it is offered to the toolkit",
    StoryStatus.TAKEN: "A story of it stands in the toolkit",
    StoryStatus.DECLINED: "A story of it was not taken into the toolkit",
}


@dataclass(frozen=True, slots=True)
class StrengthStory:
    """`told` and `url`: its story, where there is one. `offer`: where this person offers it."""

    says: str
    told: str = ""
    url: str = ""
    offer: str = ""


def stories_of(user: User, findings: Iterable[int]) -> dict[str, Story]:
    """Key of a finding -> its newest story that the person may read; one that was taken back is none. One query."""
    keys = [key(FINDING, pk) for pk in findings]
    found = Story.objects.visible_to(user).filter(came_from__in=keys).exclude(status=StoryStatus.WITHDRAWN)
    return {story.came_from: story for story in found.order_by("offered_at", "pk")}


def strength_stories(user: User, person: Person, review: Review) -> list[StrengthStory]:
    """Of a published review: those with a story, and for who leads learning there every strength. One query."""
    if review.state not in TOLD_TO_GOVERNORS:
        return []
    story = (
        Story.objects.visible_to(user)
        .filter(came_from=Concat(Value(f"{FINDING}:"), Cast(OuterRef("pk"), CharField())))
        .exclude(status=StoryStatus.WITHDRAWN)
        .order_by("-offered_at", "-pk")
    )
    found = Finding.objects.visible_to(user).standing().filter(review=review, kind=FindingKind.STRENGTH)
    offers = may_at(review.academy, person, Permission.LEAD_LEARNING)
    told = []
    for pk, says, number, status in found.order_by("section__order", "section", "order", "pk").values_list(
        "pk", "says", Subquery(story.values("pk")[:1]), Subquery(story.values("status")[:1])
    ):
        if number is not None:
            told.append(StrengthStory(says, WORDS[StoryStatus(status)], reverse("toolkit:story_show", args=[number])))
        elif offers:
            told.append(StrengthStory(says, offer=reverse("reviews:strength_offer", args=[pk])))
    return told
