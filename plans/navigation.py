"""What the side navigation offers of this app."""

from collections.abc import Iterator
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from academies.access import Permission, Person
from celt.ui.nav import NavItem


class Entry(NamedTuple):
    """An address for whoever holds the permission: anywhere in the trust, or, where `whole_trust`, for all of it."""

    label: str
    name: str
    permission: Permission
    group: str
    position: int
    about: str
    whole_trust: bool = False


ENTRIES: tuple[Entry, ...] = (
    Entry(
        "My actions", "my_actions", Permission.RATE_CONDITIONS, "Practice", 5,
        "What you do for an improvement plan, and how it goes.",
    ),
)  # fmt: skip


def items(request: HttpRequest) -> Iterator[NavItem]:
    person: Person = request.person  # type: ignore[attr-defined]
    for entry in ENTRIES:
        may = person.can_trust_wide if entry.whole_trust else person.can
        if may(entry.permission):
            url = reverse(f"plans:{entry.name}")
            yield NavItem(entry.label, url, entry.group, entry.position, about=entry.about)
