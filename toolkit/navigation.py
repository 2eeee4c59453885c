"""What the side navigation offers of this app, and the home page."""

from collections.abc import Iterator
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from academies.access import Permission, Person
from celt.ui.nav import NavItem


class Entry(NamedTuple):
    """An address for whoever holds the permission anywhere in the trust."""

    label: str
    name: str
    permission: Permission
    group: str
    position: int
    about: str


ENTRIES = (
    Entry(
        "Theories of action", "theory_list", Permission.VIEW_TOOLKIT, "Practice", 10,
        "WHEN we do this, THEN that follows: what to look for, and whether it held.",
    ),
    Entry(
        "Stories offered", "story_list", Permission.VIEW_TOOLKIT, "Practice", 20,
        "What academies did and what came of it, offered for everybody to learn from.",
    ),
)  # fmt: skip


def items(request: HttpRequest) -> Iterator[NavItem]:
    person: Person = request.person  # type: ignore[attr-defined]
    for entry in ENTRIES:
        if person.can(entry.permission):
            yield NavItem(entry.label, reverse(f"toolkit:{entry.name}"), entry.group, entry.position, about=entry.about)
