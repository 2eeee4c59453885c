"""What the side navigation offers of this app."""

from collections.abc import Iterator

from django.http import HttpRequest

from academies.access import Permission, Person
from academies.entries import Entry, Tab, offered
from celt.ui.nav import NavItem

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


def items(request: HttpRequest) -> Iterator[NavItem]:
    person: Person = request.person  # type: ignore[attr-defined]
    yield from offered(ENTRIES, person)
