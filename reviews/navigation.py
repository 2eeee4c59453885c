"""What the side navigation offers of this app."""

from collections.abc import Iterator

from django.http import HttpRequest

from academies.access import Person
from academies.entries import Entry, offered
from celt.ui.nav import NavItem

ENTRIES: tuple[Entry, ...] = ()


def items(request: HttpRequest) -> Iterator[NavItem]:
    person: Person = request.person  # type: ignore[attr-defined]
    yield from offered(ENTRIES, person)
