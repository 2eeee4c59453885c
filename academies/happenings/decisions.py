"""The day on which a category ends, and by which it is decided again."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from django.urls import reverse

from academies.access import Person
from academies.models import Academy, CategoryDecision
from academies.providers import Event, EventKind
from accounts.models import User


def decision_events(
    user: User, person: Person, academies: Sequence[Academy], first: datetime.date, last: datetime.date
) -> Iterator[Event]:
    found = (
        CategoryDecision.objects.visible_to(user).confirmed().filter(academy__in=academies, ends__range=(first, last))
    )
    for decision in found.select_related("academy", "area", "tier", "moderated_tier").defer("evidence"):
        if decision.closed_early:
            continue
        where = f" in {decision.area}" if decision.area else ""
        yield Event(
            uid=f"category-ends-{decision.pk}",
            academy=decision.academy_id,
            kind=EventKind.CATEGORY,
            starts=decision.ends,
            ends=decision.ends,
            title=f"{decision.confirmed_tier}{where} ends",
            url=reverse("academies:category", args=[decision.academy.slug]),
            note="The category is decided again by this day.",
            load=0,
        )
