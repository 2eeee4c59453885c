"""Plans that were begun and priorities that were dropped, for an academy's timeline."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.ways import may_at
from accounts.models import User
from celt.lib.terms import year_label
from celt.ui.parts import Moment
from plans.models import Plan, Priority
from plans.rules.withhold import withheld
from plans.rules.year import year_slug
from plans.selectors.named import SOMEBODY, names_at

MOST = 50


def plan_moments(user: User, person: Person, academy: Academy) -> Iterator[Moment]:
    """Three queries; none for who does not read the plan."""
    if not may_at(academy, person, Permission.VIEW_PLAN):
        return
    hidden = names_at(user, person, [academy]).hidden(academy.pk)
    for plan in Plan.objects.visible_to(user).filter(academy=academy)[:MOST]:
        url = reverse("plans:plan_year", args=[academy.slug, year_slug(plan.academic_year)])
        yield Moment(plan.begun_at, f"The plan for {year_label(plan.academic_year)} was begun", url)
    dropped = Priority.objects.visible_to(user).filter(plan__academy=academy, dropped_at__isnull=False)
    for priority in dropped.order_by("-dropped_at")[:MOST]:
        assert priority.dropped_at is not None
        yield Moment(
            priority.dropped_at,
            withheld(f"A priority was dropped: {priority.title}", hidden, SOMEBODY.lower()),
            reverse("plans:priority_show", args=[priority.pk]),
            withheld(priority.dropped_because, hidden, SOMEBODY.lower()),
        )
