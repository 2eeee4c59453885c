"""Entries of the side navigation as a table: an address, and the permission that opens it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.urls import reverse

from academies.access import Permission, Person
from celt.ui.nav import NavItem


class Tab(NamedTuple):
    """A page that stands beside others under one entry."""

    label: str
    name: str
    permission: Permission


class Entry(NamedTuple):
    """An address for whoever holds the permission: anywhere in the trust, or, where `whole_trust`, for all of it."""

    label: str
    name: str
    permission: Permission
    group: str
    position: int
    about: str
    whole_trust: bool = False
    tabs: tuple[Tab, ...] = ()


def offered(entries: Iterable[Entry], person: Person) -> Iterator[NavItem]:
    """Those that the person may open. No query."""
    for entry in entries:
        may = person.can_trust_wide if entry.whole_trust else person.can
        if may(entry.permission):
            beside = tuple(NavItem(tab.label, reverse(tab.name)) for tab in entry.tabs if person.can(tab.permission))
            yield NavItem(
                entry.label, reverse(entry.name), entry.group, entry.position,
                about=entry.about, tabs=beside if len(beside) > 1 else (),
            )  # fmt: skip
