"""How often rounds looked at a practice of the toolkit. Told to the toolkit."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator

from django.db.models import Count, F
from django.urls import reverse

from academies.access import Person
from academies.models import Academy
from academies.models.academy import Status
from accounts.models import User
from reviews.models import Round
from toolkit.providers import PracticeUse, PracticeUseKind


def practices_looked_at(
    user: User, person: Person, practices: Collection[int], since: datetime.date
) -> Iterator[PracticeUse]:
    """Rounds from that day on, planned ones too, as far as the person may know of them. One query."""
    found = (
        Round.objects.visible_to(user)
        .standing()
        .filter(focus__in=practices, day__gte=since, host__status=Status.OPEN)
        .order_by()
        .values("focus", place=F("host"), name=F("host__name"), slug=F("host__slug"))
        .annotate(n=Count("pk"))
    )
    for row in found:
        yield PracticeUse(
            practice=row["focus"],
            academy=Academy(pk=row["place"], name=row["name"], slug=row["slug"]),
            kind=PracticeUseKind.LOOKED_AT,
            count=row["n"],
            url=reverse("reviews:academy_rounds", args=[row["slug"]]),
        )
