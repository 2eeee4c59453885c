"""What this app adds to an academy's tabs: its plan, its rings, its learning teams."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.ways import may_at
from celt.ui.parts import Link

# Label, name of the address (its argument is the academy's slug), and what opens it: one of these permissions there.
TABS: tuple[tuple[str, str, tuple[Permission, ...]], ...] = (
    ("Plan", "plans:plan", (Permission.VIEW_PLAN,)),
    ("Rings", "plans:rings", (Permission.VIEW_PLAN, Permission.RATE_CONDITIONS)),
    ("Learning", "plans:learning", (Permission.VIEW_LEARNING,)),
)


def plan_ways(academy: Academy, person: Person) -> Iterator[Link]:
    for label, name, either in TABS:
        if any(may_at(academy, person, permission) for permission in either):
            yield Link(label, reverse(name, args=[academy.slug]))
