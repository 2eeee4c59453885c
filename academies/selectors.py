"""Reads shaped for the pages of this app. Each asks a fixed number of queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from academies.access import Role
from academies.models import Academy, Membership, PredecessorLink, Trust
from academies.models.academy import AcademyQuerySet, Phase, Status
from accounts.models import User
from celt.lib.sentences import counted
from celt.ui.parts import Choice, Filter

# The order in which roles are named on an academy's page.
ROLE_ORDER = {role: position for position, role in enumerate(Role)}


@dataclass(frozen=True)
class AcademyPage:
    academy: Academy
    facts: list[tuple[str, str]]
    people: list[Membership]
    predecessors: list[PredecessorLink]

    @property
    def answer(self) -> str:
        """One sentence on what this academy is."""
        a = self.academy
        ages = f" for ages {a.age_range}" if a.age_range else ""
        since = f", open since {british(a.opened)}" if a.opened and a.status == "open" else ""
        phase = {"all_through": "An all-through academy", "sixteen_plus": "A 16-plus academy"}.get(
            a.phase, f"A {a.get_phase_display().lower()} academy"
        )
        return f"{phase}{ages} in {a.la_name}{since}."


def british(day: datetime.date | None) -> str:
    """1 September 2015; empty where there is no date."""
    return f"{day.day} {day:%B %Y}" if day else ""


def academies_of(user: User, trust: Trust | None) -> AcademyQuerySet:
    """What the person sees of the trust they look at."""
    return Academy.objects.visible_to(user).filter(trust=trust)


@dataclass(frozen=True)
class AcademiesPage:
    academies: AcademyQuerySet
    filters: list[Filter]
    answer: str


def academies_page(user: User, trust: Trust | None, query: Mapping[str, str]) -> AcademiesPage:
    """The academies that the person sees of the trust, narrowed by `phase` and `status` of the address."""
    phase = query.get("phase", "") if query.get("phase") in Phase.values else ""
    status = query.get("status", "") if query.get("status") in Status.values else ""
    found = academies_of(user, trust)
    found = found.filter(phase=phase) if phase else found
    found = found.filter(status=status) if status else found
    names = list(found.values_list("name", flat=True))
    return AcademiesPage(
        academies=found,
        filters=[
            Filter("phase", "Phase", [Choice("", "Every phase"), *(Choice(p.value, p.label) for p in Phase)], phase),
            Filter("status", "Status", [Choice("", "Any"), *(Choice(s.value, s.label) for s in Status)], status),
        ],
        answer=f"{counted(len(names), 'academy', 'academies')} of {trust}." if names else "No academy to show here.",
    )


def academy_page(user: User, academy: Academy) -> AcademyPage:
    people: Iterable[Membership] = (
        Membership.objects.visible_to(user).current().filter(academy=academy).select_related("user")
    )
    facts = [
        ("Trust", academy.trust.name),
        ("Phase", academy.get_phase_display()),
        ("Ages", academy.age_range),
        ("Status", academy.get_status_display()),
        ("Opened", british(academy.opened)),
        ("Closed", british(academy.closed)),
        ("Local authority", f"{academy.la_name} ({academy.la_code})"),
        ("URN", str(academy.urn)),
        ("UKPRN", str(academy.ukprn or "")),
        (
            "DfE number",
            f"{academy.la_code}/{academy.establishment_number:04d}" if academy.establishment_number else "",
        ),
    ]
    return AcademyPage(
        academy=academy,
        facts=[(label, value) for label, value in facts if value],
        people=sorted(people, key=lambda m: (ROLE_ORDER[Role(m.role)], m.user.full_name)),
        predecessors=list(academy.predecessors.order_by("linked_on", "pk")),
    )


@dataclass(frozen=True)
class RoleRow:
    """A membership as the list of people shows it; `end_url` is empty where the reader may not end it."""

    name: str
    email: str
    role: str
    place: str
    starts: datetime.date
    ends: datetime.date | None
    end: str
    end_url: str


# What the list of people can be narrowed to: by the day, today being meant.
STATES = {"current": "In force today", "later": "Not yet begun", "ended": "Ended", "all": "All"}


@dataclass(frozen=True)
class RolesPage:
    rows: list[RoleRow]
    filters: list[Filter]
    state: str

    @property
    def answer(self) -> str:
        people = len({row.email for row in self.rows})
        if not self.rows:
            return "Nobody holds such a role."
        hold = "holds" if people == 1 else "hold"
        return f"{counted(people, 'person', 'people')} {hold} {counted(len(self.rows), 'role')}."


def roles_page(user: User, trust: Trust, query: Mapping[str, str]) -> RolesPage:
    """Roles of a trust as the administrator narrows them: `state`, `role` and `academy` (its slug) of the address."""
    today = timezone.localdate()
    state = query.get("state", "") if query.get("state") in STATES else "current"
    role = query.get("role", "") if query.get("role") in Role.values else ""
    academies = list(academies_of(user, trust))
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
    editable = set(Membership.objects.editable_by(user).filter(trust=trust).values_list("pk", flat=True))
    return RolesPage(
        rows=[_row(m, m.pk in editable, today) for m in found.select_related("user", "academy", "trust")],
        filters=[
            Filter("state", "When", [Choice(*pair) for pair in STATES.items()], state),
            Filter("role", "Role", [Choice("", "Every role"), *(Choice(r.value, r.label) for r in Role)], role),
            Filter("academy", "Where", [Choice("", "Everywhere"), *(Choice(a.slug, a.name) for a in academies)], slug),
        ],
        state=state,
    )


def _row(membership: Membership, editable: bool, today: datetime.date) -> RoleRow:
    can_end = editable and (membership.ends is None or membership.ends >= today)
    return RoleRow(
        name=membership.user.full_name,
        email=membership.user.email,
        role=membership.get_role_display(),
        place=membership.academy.name if membership.academy else "The whole trust",
        starts=membership.starts,
        ends=membership.ends,
        end="End" if can_end else "",
        end_url=reverse("academies:membership_end", args=[membership.pk]) if can_end else "",
    )
