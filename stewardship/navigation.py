"""What the side navigation offers of this app."""

from collections.abc import Iterator

from django.http import HttpRequest

from academies.access import Permission, Person
from academies.entries import Entry, offered
from celt.ui.nav import NavItem

ENTRIES = (
    Entry(
        "Exports and openings", "stewardship:access_list", Permission.READ_ACCESS_LOG, "Administration", 60,
        "Who took data out of here, who opened pupils’ rows or a list of names, and when.", whole_trust=True,
    ),
)  # fmt: skip


def items(request: HttpRequest) -> Iterator[NavItem]:
    person: Person = request.person  # type: ignore[attr-defined]
    yield from offered(ENTRIES, person)
