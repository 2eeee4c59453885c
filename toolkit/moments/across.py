"""What is new in the toolkit since a moment: practices, pieces of the library, stories. One query."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from django.db.models import F
from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers.timeline import Change, ChangeKind
from academies.selectors.happened import Part, Told, happened
from accounts.models import User
from toolkit.models import Piece, Practice, Story
from toolkit.models.story import StoryStatus


def toolkit_changes(
    user: User, person: Person, academies: Sequence[Academy], since: datetime.datetime
) -> Iterator[Change]:
    """What others published and stands; of a practice its newest version. Stories are told without their academy."""
    if person.trust is None or not person.can(Permission.VIEW_TOOLKIT):
        return
    practices = (
        Practice.objects.visible_to(user).in_use().filter(trust=person.trust).exclude(current__published_by=user)
    )
    pieces = Piece.objects.visible_to(user).published().filter(trust=person.trust).exclude(written_by=user)
    stories = Story.objects.visible_to(user).filter(academy__trust=person.trust, status=StoryStatus.TAKEN)
    told = {"slug": "slug", "title": "current__title", "number": "current__number"}
    yield from happened(
        since,
        Part(practices.annotate(published=F("current__published_at")), "published", _practice, told),
        Part(pieces, "published_at", _piece, {"title": "title"}),
        Part(stories, "answered_at", _story, {"title": "title"}),
    )


def _practice(when: datetime.datetime, told: Told) -> Change:
    says = "Practice published" if told["number"] == 1 else "A new version of a practice"
    url = reverse("toolkit:practice_show", args=[told["slug"]])
    return Change(when, ChangeKind.TOOLKIT, f"{says}: {told['title']}", url)


def _piece(when: datetime.datetime, told: Told) -> Change:
    url = reverse("toolkit:piece_show", args=[told["pk"]])
    return Change(when, ChangeKind.TOOLKIT, f"New in the library: {told['title']}", url)


def _story(when: datetime.datetime, told: Told) -> Change:
    url = reverse("toolkit:story_show", args=[told["pk"]])
    return Change(when, ChangeKind.TOOLKIT, f"A story taken into the toolkit: {told['title']}", url)
