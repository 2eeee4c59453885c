"""What came of a record, and what somebody may make of it: asked of the higher apps by its key."""

from __future__ import annotations

from dataclasses import dataclass

from academies.access import Person
from academies.models import Academy
from academies.providers import Answered, answers, follow_ups
from accounts.models import User
from celt.ui.parts import Link


@dataclass(frozen=True)
class CameOfIt:
    answered: list[Answered]
    links: list[Link]

    def __bool__(self) -> bool:
        return bool(self.answered or self.links)


def came_of_it(user: User, person: Person, academy: Academy, key: str) -> CameOfIt:
    """`key`: "decision:12", "gap:ks2_reading_exp". As many queries as the higher apps ask for one record."""
    return CameOfIt(
        list(answers.collect(user, person, academy, [key]).get(key, ())),
        [link for ways in follow_ups for link in ways(academy, person, key)],
    )
