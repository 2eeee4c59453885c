"""What of a plan works by a theory of action: priorities, enquiries, learning teams. Told to the toolkit."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator

from django.urls import reverse
from django.utils import timezone

from academies.access import Person
from academies.models.academy import Status
from accounts.models import User
from celt.lib.terms import year_label, year_on
from plans.models import Enquiry, LearningTeam, Priority
from plans.models.enquiry import ENDED
from plans.selectors.read_as import read_at
from toolkit.providers import Use


def plan_uses(user: User, person: Person, theories: Collection[int]) -> Iterator[Use]:
    """Four queries at most."""
    if not theories:
        return
    today = timezone.localdate()
    yield from _priorities(user, person, theories, today)
    enquiries = Enquiry.objects.visible_to(user).filter(theory__in=theories).select_related("academy")
    for enquiry in enquiries:
        yield Use(
            theory=enquiry.theory_id or 0,
            academy=enquiry.academy,
            kind="Enquiry",
            says=enquiry.question,
            url=reverse("plans:enquiry_show", args=[enquiry.pk]),
            since=enquiry.starts,
            running=enquiry.state not in ENDED and enquiry.academy.status == Status.OPEN,
        )
    teams = LearningTeam.objects.visible_to(user).filter(theory__in=theories).select_related("academy")
    for team in teams:
        yield Use(
            theory=team.theory_id or 0,
            academy=team.academy,
            kind="Learning team",
            says=team.name,
            url=reverse("plans:team_show", args=[team.pk]),
            since=team.starts,
            running=(team.ends is None or team.ends >= today) and team.academy.status == Status.OPEN,
        )


def _priorities(user: User, person: Person, theories: Collection[int], today: datetime.date) -> Iterator[Use]:
    """Those of the running year's plans run. `since` goes back to the first plan of the academy that built on it."""
    found = list(
        Priority.objects.visible_to(user)
        .standing()
        .filter(theory__in=theories)
        .select_related("plan__academy")
        .order_by("-plan__academic_year", "order", "pk")
    )
    first: dict[tuple[int, int], datetime.date] = {}
    for priority in found:
        at, day = (priority.plan.academy_id, priority.theory_id or 0), timezone.localtime(priority.plan.begun_at).date()
        first[at] = min(first.get(at, day), day)
    read = read_at(user, person, {priority.plan.academy for priority in found})
    for priority in found:
        plan, title = priority.plan, read(priority.plan.academy_id, priority.title)
        running = plan.academic_year == year_on(today) and plan.academy.status == Status.OPEN
        yield Use(
            theory=priority.theory_id or 0,
            academy=plan.academy,
            kind="Priority",
            says=title if running else f"{title} ({year_label(plan.academic_year)})",
            url=reverse("plans:priority_show", args=[priority.pk]),
            since=first[plan.academy_id, priority.theory_id or 0],
            running=running,
        )
