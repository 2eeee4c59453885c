"""As whom a reader is written: somebody who governs there and is nothing else, whoever prepares it."""

from __future__ import annotations

from collections.abc import Sequence

from academies.access import Person, Role
from academies.models import Academy, Membership, Trust
from accounts.models import User
from plans.selectors.document import reader_at
from plans.selectors.named import names_at

governor_of = reader_at


def trustee_of(trust: Trust) -> Person:
    return Person([Membership(trust=trust, academy=None, role=Role.TRUSTEE)], trust)


def names_withheld(person: Person, academies: Sequence[Academy]) -> tuple[str, ...]:
    """Names of staff that this reader is told nowhere, whoever typed them. One query."""
    named = names_at(User(), person, academies)
    return tuple(dict.fromkeys(name for academy in academies for name in named.hidden(academy.pk)))
