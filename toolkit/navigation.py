"""What the side navigation offers of this app, and the home page."""

from collections.abc import Iterator

from django.http import HttpRequest

from academies.access import Permission, Person
from academies.entries import Entry, offered
from celt.ui.nav import NavItem

ENTRIES = (
    Entry(
        "Theories of action", "toolkit:theory_list", Permission.VIEW_TOOLKIT, "Practice", 10,
        "WHEN we do this, THEN that follows: what to look for, and whether it held.",
    ),
    Entry(
        "Stories offered", "toolkit:story_list", Permission.VIEW_TOOLKIT, "Practice", 20,
        "What academies did and what came of it, offered for everybody to learn from.",
    ),
)  # fmt: skip


def items(request: HttpRequest) -> Iterator[NavItem]:
    person: Person = request.person  # type: ignore[attr-defined]
    yield from offered(ENTRIES, person)
