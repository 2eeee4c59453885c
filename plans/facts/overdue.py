"""How many actions of an academy's plan are past their day, as evidence and as a column of the trust's overview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.models.academy import Status
from academies.providers import Fact, FactKind
from academies.ways import may_at
from accounts.models import User
from celt.lib.terms import year_label, year_on
from plans.models import Plan
from plans.models.action import ActionState

OVERDUE = FactKind(
    slug="plan.overdue",
    label="Overdue actions of the improvement plan",
    group="Improvement plan",
    better="lower",
    unit="overdue",
    about="Open actions of the running year's plan that are past their day.",
    overview=True,
    short="Overdue",
)
OVERDUE_KINDS = (OVERDUE,)
SOURCE = "Improvement plans in this product"


def overdue_facts(user: User, person: Person, academies: Sequence[Academy]) -> Iterator[Fact]:
    """One query. An academy without a plan has no figure, and is told so."""
    told = [a for a in academies if a.status == Status.OPEN and may_at(a, person, Permission.VIEW_PLAN)]
    if not told:
        return
    today = timezone.localdate()
    year = year_on(today)
    late = Q(
        priorities__dropped_at__isnull=True,
        priorities__actions__state=ActionState.OPEN,
        priorities__actions__due__lt=today,
    )
    plans = Plan.objects.visible_to(user).filter(academy__in=told, academic_year=year).order_by()
    found = dict(
        plans.values("academy").annotate(n=Count("priorities__actions", filter=late)).values_list("academy", "n")
    )
    for academy in told:
        n = found.get(academy.pk)
        yield Fact(
            kind=OVERDUE.slug,
            academy=academy.pk,
            value=None if n is None else float(n),
            figure="" if n is None else str(n) if n else "None",
            source=SOURCE,
            as_of=today,
            period=year_label(year),
            why_none="" if n is not None else "No plan yet.",
            url=reverse("plans:plan", args=[academy.slug]),
        )
