"""The list of academies and one academy's page. Each asks a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from academies.access import Role
from academies.models import Academy, Membership, PredecessorLink, Trust
from academies.models.academy import AcademyQuerySet, Phase, Status
from accounts.models import User
from celt.lib.days import british
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
