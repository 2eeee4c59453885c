"""What the side navigation and an academy's page offer of this app."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from academies.access import ROLE_PERMISSIONS, Permission, Person, Role
from academies.models import Academy
from academies.ways import may_at
from celt.ui.nav import NavItem
from celt.ui.parts import Link


def items(request: HttpRequest) -> Iterator[NavItem]:
    person: Person = request.person  # type: ignore[attr-defined]
    if person.can(Permission.VIEW_RUNS):
        about = "When the gaps were last computed, and whether anything failed."
        yield NavItem("Night runs", reverse("dashboards:run_list"), "Data", 60, about=about)
    if person.can(Permission.VIEW_STAFF_DASHBOARD):
        about = "What everybody who works in the academy sees of its figures, and which question to ask next."
        yield NavItem("Staff dashboard", _staff_address(person), "Dashboards", 39, about=about)
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


def _staff_address(person: Person) -> str:
    """Straight to the one academy where somebody works; whoever works in several chooses."""
    at = {m.academy for m in person.here if Permission.VIEW_STAFF_DASHBOARD in ROLE_PERMISSIONS[Role(m.role)]}
    only = at.pop() if len(at) == 1 else None
    return reverse("dashboards:staff_academy", args=[only.slug]) if only else reverse("dashboards:staff")


def ways_from(academy: Academy, person: Person) -> Iterator[Link]:
    """From an academy's pages to its dashboard."""
    if may_at(academy, person, Permission.VIEW_FIGURES):
        yield Link("Gaps", reverse("dashboards:academy", args=[academy.slug]))
    elif may_at(academy, person, Permission.VIEW_STAFF_DASHBOARD):
        yield Link("Gaps", reverse("dashboards:staff_academy", args=[academy.slug]))


def parts_of(academy: Academy, person: Person) -> Iterator[Link]:
    """What an academy's profile shows of this app: the academies like it, to those who see more than one."""
    seen = {m.academy_id for m in person.here}
    if may_at(academy, person, Permission.VIEW_FIGURES) and (None in seen or len(seen) > 1):
        yield Link("The academies most like it", reverse("dashboards:academy_like", args=[academy.slug]))
