"""How often the plans name a practice of the toolkit. Told to the toolkit."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator

from django.db.models import Count, F
from django.urls import reverse
from django.utils import timezone

from academies.access import Person
from academies.models import Academy
from academies.models.academy import Status
from accounts.models import User
from celt.lib.terms import year_on
from plans.models import Action
from plans.models.action import ActionState
from toolkit.providers import PracticeUse, PracticeUseKind


def practices_planned(
    user: User, person: Person, practices: Collection[int], since: datetime.date
) -> Iterator[PracticeUse]:
    """Actions of the running year's plans that were not dropped, for whoever reads the plan. One query."""
    academy = "priority__plan__academy"
    found = (
        Action.objects.visible_to(user)
        .exclude(state=ActionState.DROPPED)
        .filter(
            practice__in=practices,
            priority__dropped_at__isnull=True,
            priority__plan__academic_year=year_on(timezone.localdate()),
            **{f"{academy}__status": Status.OPEN},
        )
        .order_by()
        .values("practice", place=F(academy), name=F(f"{academy}__name"), slug=F(f"{academy}__slug"))
        .annotate(n=Count("pk"))
    )
    for row in found:
        yield PracticeUse(
            practice=row["practice"],
            academy=Academy(pk=row["place"], name=row["name"], slug=row["slug"]),
            kind=PracticeUseKind.PLANNED,
            count=row["n"],
            url=reverse("plans:action_list", args=[row["slug"]]),
        )
