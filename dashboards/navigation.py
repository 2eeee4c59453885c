"""What the side navigation offers of this app."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from academies.access import Permission, Person
from celt.ui.nav import NavItem


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
