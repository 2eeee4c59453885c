"""Evidence about who leads: how long the headteacher has held the role, and whether anybody does. No name."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from django.utils import timezone

from academies.access import Permission, Person, Role
from academies.models import Academy, Membership
from academies.models.academy import Status
from academies.providers import Fact, FactKind
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import counted

SOURCE = "Roles kept here"
VACANT, LED = 1, 2
HEAD = FactKind(
    slug="leadership.head",
    label="Years that the headteacher has led it",
    group="Leadership and concerns",
    better="higher",
    unit="years",
    about="Full years since the headteacher of today took the role up, without a break.",
)
VACANCY = FactKind(
    slug="leadership.vacant",
    label="Headteacher",
    group="Leadership and concerns",
    better="higher",
    words=("Nobody leads it", "Led"),
    about="Whether somebody holds the role of headteacher today.",
)
LEADERSHIP_KINDS = (HEAD, VACANCY)


def leadership_facts(user: User, person: Person, academies: Sequence[Academy]) -> Iterator[Fact]:
    """One query, however many academies. Only of academies that are open."""
    today = timezone.localdate()
    mine = [a for a in academies if a.status == Status.OPEN and may_at(a, person, Permission.VIEW_ACADEMY)]
    roles = (
        Membership.objects.visible_to(user)
        .filter(academy__in=mine, role=Role.HEADTEACHER, starts__lte=today, user__is_active=True)
        .order_by("starts")
    )
    held: dict[int, list[Membership]] = {}
    for membership in roles:
        if membership.academy_id is not None:
            held.setdefault(membership.academy_id, []).append(membership)
    for academy in mine:
        since = led_since(held.get(academy.pk, []), today)
        vacant = since is None
        yield Fact(
            kind=VACANCY.slug,
            academy=academy.pk,
            value=VACANT if vacant else LED,
            figure=VACANCY.words[0] if vacant else VACANCY.words[1],
            source=SOURCE,
            as_of=today,
        )
        years = full_years(since, today) if since else None
        yield Fact(
            kind=HEAD.slug,
            academy=academy.pk,
            value=years,
            figure="" if years is None else counted(years, "year") if years else "Less than a year",
            source=SOURCE,
            as_of=today,
            period=f"since {british(since)}" if since else "",
            why_none="Nobody holds the role of headteacher." if vacant else "",
        )


def led_since(roles: Sequence[Membership], today: datetime.date) -> datetime.date | None:
    """The first day of the longest unbroken lead that lasts today. `roles` are headteachers' in order of first days; a
    role that was renewed the day after it ended is one lead."""
    since: dict[int, datetime.date] = {}
    until: dict[int, datetime.date] = {}
    for role in roles:
        last = until.get(role.user_id)
        if last is None or (role.starts - last).days > 1:
            since[role.user_id] = role.starts
        until[role.user_id] = max(filter(None, (last, role.ends or datetime.date.max)))
    return min((first for who, first in since.items() if until[who] >= today), default=None)


def full_years(since: datetime.date, today: datetime.date) -> int:
    return today.year - since.year - ((today.month, today.day) < (since.month, since.day))
