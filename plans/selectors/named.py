"""Whose names somebody is told at academies: staff below the head are named to those who see staff, to nobody else."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from academies.access import Person, Role
from academies.models import Academy, Membership
from accounts.models import User
from plans.selectors.people import STAFF_ROLES, sees_names

SOMEBODY = "A member of staff"


@dataclass
class _Place:
    sees: bool
    heads: dict[int, str] = field(default_factory=dict)
    now: set[int] = field(default_factory=set)
    below_head: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Named:
    """Everybody who held a staff role at the academies, and what of it `user` is told."""

    user: User
    places: dict[int, _Place]

    def sees(self, academy: int) -> bool:
        return self.places[academy].sees

    def of(self, person: User | None, academy: int) -> str:
        """The name where it may be told, otherwise "A member of staff"; empty for nobody."""
        if person is None:
            return ""
        place = self.places[academy]
        told = place.sees or person.pk in place.heads or person.pk == self.user.pk
        return person.full_name if told else SOMEBODY

    def has_left(self, person: User | None, academy: int) -> bool:
        return person is not None and person.pk not in self.places[academy].now

    def hidden(self, academy: int) -> tuple[str, ...]:
        """Names that the person is not told there, whoever typed them where; none for those who see staff."""
        place = self.places[academy]
        if place.sees:
            return ()
        return tuple(name for pk, name in place.below_head.items() if pk != self.user.pk)


def names_at(user: User, person: Person, academies: Iterable[Academy]) -> Named:
    """One query, however many academies."""
    places = {academy.pk: _Place(sees_names(academy, person)) for academy in academies}
    today: datetime.date = timezone.localdate()
    held = Membership.objects.filter(academy__in=list(places), role__in=STAFF_ROLES)
    rows = held.values_list("academy", "user", "user__full_name", "role", "starts", "ends") if places else ()
    for academy, pk, name, role, starts, ends in rows:
        place = places[academy]
        if starts <= today and (ends is None or ends >= today):
            place.now.add(pk)
            if role == Role.HEADTEACHER:
                place.heads[pk] = name
        place.below_head[pk] = name
    for place in places.values():
        for pk in place.heads:
            place.below_head.pop(pk, None)
    return Named(user, places)
