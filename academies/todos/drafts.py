"""What somebody began to type and did not send, on the home page."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from academies.access import Person
from academies.providers import Todo, Weight
from academies.selectors.draft import drafts_of
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import opened

SHOWN = 3


def draft_todos(user: User, person: Person) -> Iterator[Todo]:
    """The newest few by name, the rest by number. One query."""
    drafts = drafts_of(user)
    for draft in drafts[:SHOWN]:
        on = british(timezone.localtime(draft.saved_at).date())
        yield Todo(f"Go on with what you began: {draft.title}", draft.url, f"Typed on {on}, not yet sent.", Weight.NEXT)
    if (more := len(drafts) - SHOWN) > 0:
        says = f"{opened(more, 'more draft')} of yours {'waits' if more == 1 else 'wait'} to be sent."
        yield Todo(says, reverse("academies:draft_list"), "", Weight.KNOW)
