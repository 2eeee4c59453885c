"""For which academies somebody says whether a theory held."""

from __future__ import annotations

from academies.access import Permission, Person
from academies.models import Academy
from academies.selectors.academy import academies_of
from academies.ways import may_at
from accounts.models import User
from toolkit.models import Theory


def speaks_for(user: User, person: Person, theory: Theory) -> list[Academy]:
    """Open academies at which the person says so: all that may build on the theory. One query."""
    found = academies_of(user, person.trust).open()
    if theory.academy_id is not None:
        found = found.filter(pk=theory.academy_id)
    return [academy for academy in found if may_at(academy, person, Permission.WRITE_THEORIES)]
