"""Who holds which role in the trust."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from academies.access import Role
from academies.models import Membership, Trust
from academies.selectors.academy import academies_of
from accounts.models import User
from celt.lib.sentences import counted
from celt.ui.parts import Choice, Filter


@dataclass(frozen=True)
class RoleRow:
    """A membership as the list of people shows it; `end_url` is empty where the reader may not end it."""

    name: str
    url: str
    email: str
    role: str
    place: str
    starts: datetime.date
    ends: datetime.date | None
    end: str
    end_url: str


# What the list of people can be narrowed to: by the day, today being meant.
STATES = {"current": "In force today", "later": "Not yet begun", "ended": "Ended", "all": "All"}
# Of each: what one person does, what many do, and what is said of the roles.
ANSWERS = {
    "current": ("holds", "hold", ""),
    "later": ("is given", "are given", " from a later day"),
    "ended": ("held", "held", " that came to an end"),
    "all": ("holds or held", "hold or held", ""),
}


@dataclass(frozen=True)
class RolesPage:
    rows: list[RoleRow]
    filters: list[Filter]
    state: str
    words: str

    @property
    def answer(self) -> str:
        people = len({row.email for row in self.rows})
        if not self.rows:
            return "Nobody holds such a role."
        one, many, more = ANSWERS[self.state]
        who, what = counted(people, "person", "people"), counted(len(self.rows), "role")
        return f"{who} {one if people == 1 else many} {what}{more}."


def roles_page(user: User, trust: Trust, query: Mapping[str, str]) -> RolesPage:
    """Roles of a trust as the administrator narrows them: `q` (of a name or an e-mail address), `state`, `role` and
    `academy` (its slug) of the address."""
    today = timezone.localdate()
    state = query.get("state", "") if query.get("state") in STATES else "current"
    role = query.get("role", "") if query.get("role") in Role.values else ""
    academies = list(academies_of(user, trust))
    words = query.get("q", "").replace("\0", "").strip()[:80]
    slug = query.get("academy", "") if query.get("academy") in {a.slug for a in academies} else ""
    when = {
        "current": Q(starts__lte=today) & (Q(ends__isnull=True) | Q(ends__gte=today)),
        "later": Q(starts__gt=today),
        "ended": Q(ends__lt=today),
        "all": Q(),
    }[state]
    found = Membership.objects.visible_to(user).filter(when, trust=trust)
    found = found.filter(role=role) if role else found
    found = found.filter(academy__slug=slug) if slug else found
    for word in words.split():
        found = found.filter(Q(user__full_name__icontains=word) | Q(user__email__icontains=word))
    editable = set(Membership.objects.editable_by(user).filter(trust=trust).values_list("pk", flat=True))
    return RolesPage(
        rows=[_row(m, m.pk in editable, today) for m in found.select_related("user", "academy", "trust")],
        filters=[
            Filter("state", "When", [Choice(*pair) for pair in STATES.items()], state),
            Filter("role", "Role", [Choice("", "Every role"), *(Choice(r.value, r.label) for r in Role)], role),
            Filter("academy", "Where", [Choice("", "Everywhere"), *(Choice(a.slug, a.name) for a in academies)], slug),
        ],
        state=state,
        words=words,
    )


def _row(membership: Membership, editable: bool, today: datetime.date) -> RoleRow:
    can_end = editable and (membership.ends is None or membership.ends >= today)
    return RoleRow(
        name=membership.user.full_name,
        url=reverse("academies:person_detail", args=[membership.user_id]),
        email=membership.user.email,
        role=membership.get_role_display(),
        place=membership.academy.name if membership.academy else "The whole trust",
        starts=membership.starts,
        ends=membership.ends,
        end="End" if can_end else "",
        end_url=reverse("academies:membership_end", args=[membership.pk]) if can_end else "",
    )
