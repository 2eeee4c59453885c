"""Stories that wait for an answer, on the home page of who answers them."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from academies.access import Permission, Person
from academies.providers import Todo, Weight
from accounts.models import User
from celt.lib.sentences import listed, opened
from toolkit.models import Story
from toolkit.models.story import StoryStatus


def story_todos(user: User, person: Person) -> Iterator[Todo]:
    """One query; none for who answers no stories."""
    if not person.can_trust_wide(Permission.MANAGE_TOOLKIT):
        return
    waiting = Story.objects.editable_by(user).filter(academy__trust=person.trust, status=StoryStatus.OFFERED)
    stories = list(waiting.select_related("academy").order_by("offered_at", "pk"))
    if len(stories) == 1:
        (story,) = stories
        yield Todo(
            f"{story.academy} offers a story: {story.title.rstrip('.')}.",
            reverse("toolkit:story_answer", args=[story.pk]),
            "Take it into the toolkit, or say what would make it stronger.",
            Weight.WAITING,
        )
    elif stories:
        names = sorted({story.academy.name for story in stories})
        yield Todo(
            f"{opened(len(stories), 'story waits', 'stories wait')} for your answer.",
            f"{reverse('toolkit:story_list')}?state=offered",
            f"From {listed(names)}.",
            Weight.WAITING,
        )
