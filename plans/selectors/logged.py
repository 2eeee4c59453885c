"""How the open actions of plans go, and when anybody last logged anything: for many academies at once."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.db.models import Count, Max, Q
from django.utils import timezone

from academies.models import Academy
from accounts.models import User
from celt.lib.terms import first_day_of_year
from plans.models import Action, ActionUpdate, StageEntry
from plans.models.action import ActionState, Rag
from plans.rules.spread import Spread


def spreads_of(user: User, plans: Iterable[int]) -> dict[int, Spread]:
    """Plan pk -> how its open actions go. One query."""
    today = timezone.localdate()
    found = (
        Action.objects.visible_to(user)
        .open()
        .filter(priority__plan__in=list(plans))
        .order_by()
        .values("priority__plan")
        .annotate(
            green=Count("pk", filter=Q(rag=Rag.GREEN)),
            amber=Count("pk", filter=Q(rag=Rag.AMBER)),
            red=Count("pk", filter=Q(rag=Rag.RED)),
            unrated=Count("pk", filter=Q(rag=Rag.NONE)),
            overdue=Count("pk", filter=Q(due__lt=today, state=ActionState.OPEN)),
        )
    )
    return {
        row["priority__plan"]: Spread(row["green"], row["amber"], row["red"], row["unrated"], row["overdue"])
        for row in found
    }


def last_logged(user: User, academies: Sequence[Academy], year: int) -> dict[int, datetime.datetime]:
    """Academy pk -> when anybody last logged anything on its way or on an action of the year's plan. One query."""
    places = [academy.pk for academy in academies]
    entries = StageEntry.objects.visible_to(user).filter(
        academy__in=places, on__gte=first_day_of_year(year), on__lt=first_day_of_year(year + 1)
    )
    updates = ActionUpdate.objects.visible_to(user).filter(
        action__priority__plan__academy__in=places, action__priority__plan__academic_year=year
    )
    found = (
        entries.order_by().values_list("academy").annotate(Max("at"))
        .union(updates.order_by().values_list("action__priority__plan__academy").annotate(Max("at")), all=True)
    )  # fmt: skip
    last: dict[int, datetime.datetime] = {}
    for academy, at in found:
        last[academy] = max(at, last.get(academy, at))
    return last
