"""Priorities of an academy's plans as records: a review or a decision can name what the plan said."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import Record, RecordKind
from academies.records.keys import key, narrowed
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british
from celt.lib.terms import year_label
from plans.models import Priority
from plans.rules.withhold import withheld
from plans.selectors.named import SOMEBODY, names_at

PRIORITY = RecordKind("priority", "Priorities of its plans")


def priority_records(user: User, person: Person, academy: Academy, keys: Collection[str] | None) -> Iterator[Record]:
    """Two queries at most. A dropped one is none to choose; where it was named, it says so."""
    if not may_at(academy, person, Permission.VIEW_PLAN):
        return
    hidden = names_at(user, person, [academy]).hidden(academy.pk)
    found = Priority.objects.visible_to(user).filter(plan__academy=academy)
    if keys is None:
        found = found.standing()
    for priority in narrowed(found.select_related("plan").order_by("-plan__academic_year", "order", "pk"), keys):
        note = f"Plan {year_label(priority.plan.academic_year)}"
        if priority.dropped_at:
            note += f", dropped on {british(timezone.localdate(priority.dropped_at))}"
        yield Record(
            key(PRIORITY.slug, priority.pk),
            withheld(f"Priority: {priority.title.rstrip('.')}", hidden, SOMEBODY.lower()),
            url=reverse("plans:priority_show", args=[priority.pk]),
            note=note,
        )
