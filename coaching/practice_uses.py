"""How many people are coached in a practice of the toolkit, from five on. Told to the toolkit."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator

from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.models.academy import Status
from academies.ways import may_at
from accounts.models import User
from coaching.selectors.programme import people_by_practice
from toolkit.providers import PracticeUse, PracticeUseKind


def practices_coached(
    user: User, person: Person, practices: Collection[int], since: datetime.date
) -> Iterator[PracticeUse]:
    """For whoever may see the programme there; nothing, and no query, for others. Two queries. `since` is left aside:
    the numbers are of this academic year, whatever is asked, so that no two spans can be subtracted."""
    if person.trust is None or not person.can(Permission.VIEW_PROGRAMME):
        return
    found = people_by_practice(person.trust.pk)
    places = Academy.objects.visible_to(user).filter(pk__in={place for place, _ in found}, status=Status.OPEN)
    by_pk = {place.pk: place for place in places if may_at(place, person, Permission.VIEW_PROGRAMME)}
    for (place, practice), n in found.items():
        if place in by_pk and practice in practices:
            yield PracticeUse(practice, by_pk[place], PracticeUseKind.COACHED, n, reverse("coaching:programme"))
