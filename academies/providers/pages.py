"""Where an academy's page leads, and the fragments that higher apps put on it."""

from collections.abc import Iterable
from typing import Protocol

from academies.access import Person
from academies.models import Academy
from celt.ui.parts import Link


class AcademyWays(Protocol):
    def __call__(self, academy: Academy, person: Person) -> Iterable[Link]:
        """Links that this person may open. No query: `person` knows the roles."""
        ...


# Where an academy's page leads: its dashboard, later its plan and its reviews.
academy_ways: list[AcademyWays] = []

# Fragments that an academy's page loads in place: the heading above each, and its address, which stands on its own.
profile_parts: list[AcademyWays] = []
