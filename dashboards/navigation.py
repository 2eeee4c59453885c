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
        yield NavItem("Night runs", reverse("dashboards:run_list"), "Data", 60)
    if not person.can(Permission.VIEW_FIGURES):
        return
    yield NavItem("Trust", reverse("dashboards:trust"), "Dashboards", 10)
    own = {m.academy for m in person.here if m.academy is not None and m.academy_id}
    for position, academy in enumerate(sorted(own, key=lambda a: a.name)):
        yield NavItem(academy.name, reverse("dashboards:academy", args=[academy.slug]), "Dashboards", 20 + position)
    yield NavItem("Measures", reverse("dashboards:measure_list"), "Dashboards", 40)


def ways_from(academy: Academy, person: Person) -> Iterator[Link]:
    """From an academy's page to its dashboard."""
    roles = [m for m in person.here if m.academy_id in (None, academy.pk)]
    if any(Permission.VIEW_FIGURES in ROLE_PERMISSIONS[Role(m.role)] for m in roles):
        yield Link("Its gaps", reverse("dashboards:academy", args=[academy.slug]), primary=True)
