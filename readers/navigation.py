"""What the side navigation and an academy's tabs offer of this app."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from academies.access import Permission, Person
from academies.entries import Entry, offered
from academies.models import Academy
from academies.ways import may_at
from celt.ui.nav import NavItem
from celt.ui.parts import Link

ENTRIES = (
    Entry(
        "Readers", "readers:reader_list", Permission.VIEW_READERS, "", 5,
        "What governors and trustees read for their meetings, on two pages, as it was issued.",
    ),
)  # fmt: skip


def items(request: HttpRequest) -> Iterator[NavItem]:
    person: Person = request.person  # type: ignore[attr-defined]
    yield from offered(ENTRIES, person)


def reader_ways(academy: Academy, person: Person) -> Iterator[Link]:
    if may_at(academy, person, Permission.VIEW_READERS):
        yield Link("Readers", reverse("readers:academy_readers", args=[academy.slug]))
