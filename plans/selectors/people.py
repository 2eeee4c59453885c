"""Who may be asked to lead or do something at an academy, and who of those named has left."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q

from academies.access import Permission, Person, Role
from academies.models import Academy, Membership
from academies.models.membership import MembershipQuerySet
from academies.ways import may_at
from accounts.models import User

# Roles whose holders lead priorities, do actions and sit in teams. A data lead or a governor of the academy does not.
STAFF_ROLES = (Role.HEADTEACHER, Role.SENIOR_LEADER, Role.COACH, Role.TEACHER)


def staff_of(academy: Academy) -> list[User]:
    """Who holds one of STAFF_ROLES at the academy today, by name. One query."""
    return list(User.objects.filter(pk__in=_current([academy.pk]).values("user")).order_by("full_name", "email", "pk"))


def staff_ids(academies: Iterable[Academy]) -> dict[int, set[int]]:
    """Academy pk -> pks of its staff today. One query, however many academies."""
    found: dict[int, set[int]] = {academy.pk: set() for academy in academies}
    for academy, user in _current(found).values_list("academy", "user"):
        found[academy].add(user)
    return found


def has_left(user: User, academy: Academy) -> bool:
    """Whether the person holds none of STAFF_ROLES at the academy today. One query."""
    return not _current([academy.pk]).filter(user=user).exists()


def owner_left(academy: str) -> Q:
    """For an annotation of what has an `owner`: that they hold none of STAFF_ROLES today at its `academy` (a path)."""
    there: MembershipQuerySet = Membership.objects.current()
    there = there.filter(academy=OuterRef(academy), user=OuterRef("owner"), role__in=STAFF_ROLES)
    return Q(~Exists(there), owner__isnull=False)


def sees_names(academy: Academy, person: Person) -> bool:
    """Whether the person is shown members of staff below the head there. No query."""
    return may_at(academy, person, Permission.VIEW_PEOPLE)


def _current(academies: Collection[int]) -> MembershipQuerySet:
    now: MembershipQuerySet = Membership.objects.current()
    return now.filter(academy__in=list(academies), role__in=STAFF_ROLES)
