"""Records that a row names as evidence, as their reader may know them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from academies.access import Person
from academies.models import Academy
from academies.providers import Record, records
from accounts.models import User

NOT_YOURS = "A record that you may not open"


def named_records(user: User, person: Person, academy: Academy, keys: Iterable[str]) -> list[Record]:
    """The records of `keys` in their order. For many rows, ask `records.named` once for the keys of all of them and
    put each row's in order with `in_order`."""
    wanted = list(keys)
    return in_order(wanted, records.named(user, person, academy, wanted))


def in_order(keys: Iterable[str], found: Mapping[str, Record]) -> list[Record]:
    """What the reader may not open keeps its place, without an address."""
    return [found.get(key) or Record(key, NOT_YOURS) for key in keys]
