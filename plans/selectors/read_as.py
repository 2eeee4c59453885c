"""Free text of plans and stages as somebody may read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from academies.access import Person
from academies.models import Academy
from accounts.models import User
from plans.rules.withhold import withheld
from plans.selectors.named import SOMEBODY, names_at


def read_as(user: User, person: Person, academy: Academy) -> Callable[[str], str]:
    """Takes out the names of staff below the head, whoever typed them, for those who are not shown staff.

    One query for them, none for others.
    """
    read = read_at(user, person, [academy])
    return lambda text: read(academy.pk, text)


def read_at(user: User, person: Person, academies: Iterable[Academy]) -> Callable[[int, str], str]:
    """The same for lists of several academies: takes the academy's pk and what was written there. One query for those
    who are not shown staff at all of them, none for others."""
    named = names_at(user, person, academies)
    return lambda academy, text: withheld(text, named.hidden(academy), SOMEBODY.lower())
