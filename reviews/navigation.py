"""What the side navigation offers of this app."""

from collections.abc import Iterator

from django.http import HttpRequest

from academies.access import Permission, Person
from academies.entries import Entry, offered
from celt.ui.nav import NavItem

ENTRIES: tuple[Entry, ...] = (
    Entry(
        "Review frameworks", "reviews:framework_list", Permission.MANAGE_FRAMEWORKS, "Administration", 25,
        "What reviews look at and where: parts, questions and scales, in versions.", whole_trust=True,
    ),
)  # fmt: skip


def items(request: HttpRequest) -> Iterator[NavItem]:
    person: Person = request.person  # type: ignore[attr-defined]
    yield from offered(ENTRIES, person)
