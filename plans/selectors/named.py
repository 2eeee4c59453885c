"""Whose names somebody is told at academies: staff below the head are named to those who see staff, to nobody else."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.utils import timezone

from academies.access import Person, Role
from academies.models import Academy, Membership
from accounts.models import User
from plans.selectors.people import STAFF_ROLES, sees_names

SOMEBODY = "A member of staff"


@dataclass
class _Staff:
    """Who held a staff role at one academy: who leads it, who is there now, who was ever below the head."""

    heads: dict[int, str] = field(default_factory=dict)
    now: set[int] = field(default_factory=set)
    below_head: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Named:
    """What `user` is told of the people of the academies: academy's pk -> whether staff are named to them there.

    One query for all academies, and that only where a name is kept back somewhere or somebody asks who has left.
    """

    user: User
    seen: dict[int, bool]

    def sees(self, academy: int) -> bool:
        return self.seen[academy]

    def of(self, person: User | None, academy: int) -> str:
        """The name where it may be told, otherwise "A member of staff"; empty for nobody."""
        if person is None:
            return ""
        told = self.seen[academy] or person.pk == self.user.pk or person.pk in self._staff[academy].heads
        return person.full_name if told else SOMEBODY

    def heads(self, academy: int) -> tuple[str, ...]:
        """Who leads the academy now; named to everybody."""
        return tuple(self._staff[academy].heads.values())

    def has_left(self, person: User | None, academy: int) -> bool:
        return person is not None and person.pk not in self._staff[academy].now

    def hidden(self, academy: int) -> tuple[str, ...]:
        """Names that the person is not told there, whoever typed them where; none for those who see staff."""
        if self.seen[academy]:
            return ()
        return tuple(name for pk, name in self._staff[academy].below_head.items() if pk != self.user.pk)

    @cached_property
    def _staff(self) -> dict[int, _Staff]:
        found = {academy: _Staff() for academy in self.seen}
        today: datetime.date = timezone.localdate()
        held = Membership.objects.filter(academy__in=list(found), role__in=STAFF_ROLES)
        for academy, pk, name, role, starts, ends in held.values_list(
            "academy", "user", "user__full_name", "role", "starts", "ends"
        ):
            staff = found[academy]
            if starts <= today and (ends is None or ends >= today):
                staff.now.add(pk)
                if role == Role.HEADTEACHER:
                    staff.heads[pk] = name
            staff.below_head[pk] = name
        for staff in found.values():
            for pk in staff.heads:
                staff.below_head.pop(pk, None)
        return found


def names_at(user: User, person: Person, academies: Iterable[Academy]) -> Named:
    return Named(user, {academy.pk: sees_names(academy, person) for academy in academies})
