"""Which practices of the toolkit an academy's plan names, for staff who read the toolkit but not the plan.

Nothing else of the plan goes out: neither the action that names a practice nor who does it.
"""

from __future__ import annotations

from academies.models import Academy
from accounts.models import User
from plans.models.action import ActionState
from toolkit.models import Practice


def practices_planned(user: User, academy: Academy, year: int) -> list[Practice]:
    """Those of the year's plan that the person may open, by title. One query."""
    found = Practice.objects.visible_to(user).filter(
        current__isnull=False,
        archived_at__isnull=True,
        actions__state__in=(ActionState.OPEN, ActionState.DONE),
        actions__priority__dropped_at__isnull=True,
        actions__priority__plan__academy=academy,
        actions__priority__plan__academic_year=year,
    )
    return list(found.order_by("title").distinct())
