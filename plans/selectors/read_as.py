"""Free text of the stages as somebody may read it."""

from __future__ import annotations

from collections.abc import Callable

from academies.access import Person
from academies.models import Academy
from accounts.models import User
from plans.rules.withhold import withheld
from plans.selectors.named import SOMEBODY, names_at
from plans.selectors.people import sees_names


def read_as(user: User, person: Person, academy: Academy) -> Callable[[str], str]:
    """Takes out the names of staff below the head, whoever typed them, for those who are not shown staff.

    One query for them, none for others.
    """
    if sees_names(academy, person):
        return lambda text: text
    hidden = names_at(user, person, [academy]).hidden(academy.pk)
    return lambda text: withheld(text, hidden, SOMEBODY.lower())
