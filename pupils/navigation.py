"""What the side navigation offers of the Data pages."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from academies.access import Permission, Person
from celt.ui.nav import NavItem


def items(request: HttpRequest) -> Iterator[NavItem]:
    person: Person = request.person  # type: ignore[attr-defined]
    if person.can(Permission.IMPORT_DATA):
        about = "Bring a file in, see what each one changed, take one back."
        yield NavItem("Files", reverse("pupils:batch_list"), "Data", 10, about=about)
    if person.can(Permission.VIEW_STAFF_FIGURES):
        about = "Which academy has handed in what."
        yield NavItem("What is held", reverse("pupils:coverage"), "Data", 20, about=about)
    if person.can_trust_wide(Permission.MANAGE_CHECKPOINTS):
        about = "The points of the year that results belong to."
        yield NavItem("Checkpoints", reverse("pupils:checkpoint_list"), "Data", 30, about=about)
