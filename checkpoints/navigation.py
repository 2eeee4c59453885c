"""What the side navigation and an academy's tabs offer of this app."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from academies.access import Permission, Person
from academies.entries import Entry, Tab, offered
from academies.models import Academy
from academies.ways import may_at
from celt.ui.nav import NavItem
from celt.ui.parts import Link

ENTRIES = (
    Entry(
        "Checkpoints", "checkpoints:checkpoint_list", Permission.VIEW_CHECKPOINTS, "Improvement", 9,
        "What the trust asks for and what it decides with it, academy by academy; interventions and what came of them.",
        tabs=(
            Tab("Checkpoints", "checkpoints:checkpoint_list", Permission.VIEW_CHECKPOINTS),
            Tab("Interventions", "checkpoints:intervention_list", Permission.VIEW_CHECKPOINTS),
        ),
    ),
)  # fmt: skip


def checkpoint_ways(academy: Academy, person: Person) -> Iterator[Link]:
    """To an academy's own checkpoints and interventions; the same stands on its profile."""
    if may_at(academy, person, Permission.VIEW_CHECKPOINTS):
        yield Link("Checkpoints", reverse("checkpoints:academy_checkpoints", args=[academy.slug]))


def items(request: HttpRequest) -> Iterator[NavItem]:
    person: Person = request.person  # type: ignore[attr-defined]
    yield from offered(ENTRIES, person)
