"""What a new plan may go on with: the priorities of the plan before it, and what is open of each."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from academies.models import Academy
from accounts.models import User
from celt.lib.sentences import counted
from plans.models import Plan, Priority
from plans.models.action import ActionState
from plans.models.priority import Met
from plans.rules.year import years_to_begin


@dataclass(frozen=True, slots=True)
class GoesOn:
    """One priority of the plan before, with how many actions are open and criteria not met."""

    pk: int
    title: str
    actions: int
    criteria: int

    @property
    def label(self) -> str:
        along = [counted(self.actions, "open action")] if self.actions else []
        along += [counted(self.criteria, "success criterion", "success criteria")] if self.criteria else []
        return f"{self.title} (with {' and '.join(along)})" if along else self.title


@dataclass(frozen=True, slots=True)
class Beginning:
    """`years`: those whose plan may be begun now. `before`: the last plan before them, whose priorities may go on."""

    years: list[int]
    before: Plan | None
    priorities: list[GoesOn]


def beginning(user: User, academy: Academy) -> Beginning:
    """Two queries."""
    plans = {plan.academic_year: plan for plan in Plan.objects.visible_to(user).filter(academy=academy)}
    offered = years_to_begin(timezone.localdate())
    years = [year for year in offered if year not in plans]
    before = next((plan for year, plan in plans.items() if year < min(years or offered)), None)
    if before is None:
        return Beginning(years, None, [])
    found = (
        Priority.objects.visible_to(user)
        .standing()
        .filter(plan=before)
        .order_by("order", "pk")
        .annotate(
            actions_open=Count("actions", filter=Q(actions__state=ActionState.OPEN), distinct=True),
            unmet=Count(
                "criteria", filter=Q(criteria__archived_at__isnull=True) & ~Q(criteria__met=Met.MET), distinct=True
            ),
        )
    )
    rows = found.values_list("pk", "title", "actions_open", "unmet")
    return Beginning(years, before, [GoesOn(*row) for row in rows])
