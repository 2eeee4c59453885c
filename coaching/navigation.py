"""What the side navigation offers of this app, and the home page."""

from collections.abc import Iterator

from django.http import HttpRequest

from academies.access import Permission, Person
from academies.entries import Entry, Tab, offered
from celt.ui.nav import NavItem

ENTRIES: tuple[Entry, ...] = (
    Entry(
        "Coaching", "coaching:home", Permission.COACH, "Practice", 1,
        "Your own coaching: the step you work on, whom you coach and who is due. Read by you two alone.",
        tabs=(
            Tab("My coaching", "coaching:home", Permission.COACH),
            Tab("Programme", "coaching:programme", Permission.VIEW_PROGRAMME),
        ),
    ),
)  # fmt: skip


def items(request: HttpRequest) -> Iterator[NavItem]:
    person: Person = request.person  # type: ignore[attr-defined]
    yield from offered(ENTRIES, person)
