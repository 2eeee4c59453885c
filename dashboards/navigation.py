"""What the side navigation and an academy's page offer of this app."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from academies.access import ROLE_PERMISSIONS, Permission, Person, Role
from academies.models import Academy
from celt.ui.nav import NavItem
from celt.ui.parts import Link


def items(request: HttpRequest) -> Iterator[NavItem]:
    person: Person = request.person  # type: ignore[attr-defined]
    if person.can(Permission.VIEW_RUNS):
        about = "When the gaps were last computed, and whether anything failed."
        yield NavItem("Night runs", reverse("dashboards:run_list"), "Data", 60, about=about)
    if not person.can(Permission.VIEW_FIGURES):
        return
    about = "The gap at each academy, how it moved, and where to go first."
    yield NavItem("Trust", reverse("dashboards:trust"), "Dashboards", 10, about=about)
    own = {m.academy for m in person.here if m.academy is not None and m.academy_id}
    for position, academy in enumerate(sorted(own, key=lambda a: a.name)):
        address = reverse("dashboards:academy", args=[academy.slug])
        about = "Its gap over the years, group by group, in every measure."
        yield NavItem(academy.name, address, "Dashboards", 20 + position, about=about)
    about = "What each one counts, why it matters, and England’s figures."
    yield NavItem("Measures", reverse("dashboards:measure_list"), "Dashboards", 40, about=about)


def ways_from(academy: Academy, person: Person) -> Iterator[Link]:
    """From an academy's page to its dashboard."""
    roles = [m for m in person.here if m.academy_id in (None, academy.pk)]
    if any(Permission.VIEW_FIGURES in ROLE_PERMISSIONS[Role(m.role)] for m in roles):
        yield Link("Its gaps", reverse("dashboards:academy", args=[academy.slug]), primary=True)
