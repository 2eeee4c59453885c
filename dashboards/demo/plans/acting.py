"""Who does what in the demo's plans: the head of the day, the deputy where nobody leads, teachers by name."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.text import slugify

from academies.access import Role
from academies.demo import DEMO_PEOPLE
from academies.models import Academy, Membership, Trust
from accounts.models import User
from dashboards.demo.plans.staff import OTHERS, STAFF

SINCE = datetime.date(2022, 9, 1)


@dataclass
class Cast:
    """`staff`: slug -> deputy first, then teachers; `others`: who teaches there besides."""

    trust: Trust
    leader: User
    second: User
    academies: Mapping[str, Academy]
    staff: dict[str, list[User]] = field(default_factory=dict)
    others: dict[str, list[User]] = field(default_factory=dict)

    def head(self, slug: str, day: datetime.date) -> User:
        """Who led the academy on the day; where nobody did, the deputy."""
        led = Membership.objects.filter(academy=self.academies[slug], role=Role.HEADTEACHER, starts__lte=day)
        there = led.exclude(ends__lt=day).select_related("user").order_by("-starts").first()
        return there.user if there else self.deputy(slug)

    def has_head(self, slug: str, day: datetime.date) -> bool:
        return self.head(slug, day) != self.deputy(slug)

    def deputy(self, slug: str) -> User:
        return self.staff[slug][0]

    def teachers(self, slug: str) -> list[User]:
        return self.staff[slug][1:]


def make_staff(cast: Cast) -> None:
    """Deputies and teachers with their roles; those who stand among the demo people are there already."""
    for slug, told in STAFF.items():
        academy = cast.academies[slug]
        people = []
        if told.deputy:
            people.append(_join(cast.trust, academy, told.deputy, Role.SENIOR_LEADER))
        known = [p for p in DEMO_PEOPLE if p.academy == slug and p.role in (Role.SENIOR_LEADER, Role.TEACHER)]
        people += [User.objects.get(email=person.email) for person in known]
        people += [_join(cast.trust, academy, name, Role.TEACHER) for name in told.teachers]
        cast.staff[slug] = people
        cast.others[slug] = [_join(cast.trust, academy, name, Role.TEACHER) for name in OTHERS.get(slug, ())]


def _join(trust: Trust, academy: Academy, name: str, role: Role) -> User:
    user = User.objects.create_user(f"{slugify(name)}@demo.example", None, full_name=name)
    Membership.objects.create(user=user, trust=trust, academy=academy, role=role, starts=SINCE)
    return user
