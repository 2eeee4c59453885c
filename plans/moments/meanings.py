"""What new figures mean, in the course of an academy's life. It tells no figure: that stands with the priority."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.ways import may_at
from accounts.models import User
from celt.ui.parts import Moment
from plans.models import Meaning
from plans.rules.withhold import withheld
from plans.selectors.named import SOMEBODY, names_at
from plans.selectors.target_told import when_words

MOST = 50


def meaning_moments(user: User, person: Person, academy: Academy) -> Iterator[Moment]:
    """Newest first. Two queries."""
    if not may_at(academy, person, Permission.VIEW_PLAN):
        return
    hidden = names_at(user, person, [academy]).hidden(academy.pk)
    found = Meaning.objects.visible_to(user).filter(priority__plan__academy=academy)
    for meaning in found.select_related("priority").order_by("-at", "-pk")[:MOST]:
        when = when_words((meaning.academic_year, meaning.checkpoint))
        yield Moment(
            meaning.at,
            withheld(f"What {when} means for “{meaning.priority.title}”", hidden, SOMEBODY.lower()),
            f"{reverse('plans:priority_show', args=[meaning.priority_id])}#meanings",
            withheld(meaning.says, hidden, SOMEBODY.lower()),
        )
