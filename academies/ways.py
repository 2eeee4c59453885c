"""The pages of one academy, as tabs that stand on each of them. Higher apps add theirs through `academy_ways`."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from academies.access import ROLE_PERMISSIONS, Permission, Person, Role
from academies.models import Academy
from academies.providers import academy_ways
from celt.ui.parts import Link

# Label, name of the address (its argument is the academy's slug), and what it asks for there.
OWN: tuple[tuple[str, str, Permission], ...] = (
    ("Profile", "academies:academy_detail", Permission.VIEW_ACADEMY),
    ("Category", "academies:category", Permission.VIEW_CATEGORY),
    ("Support", "academies:support", Permission.VIEW_SUPPORT),
    ("Gives and receives", "academies:ledger", Permission.VIEW_SUPPORT),
    ("Concerns", "academies:academy_concerns", Permission.VIEW_CONCERNS),
    ("Inspections", "academies:inspection_list", Permission.VIEW_ACADEMY),
    ("This term", "academies:term", Permission.VIEW_SUPPORT),
)


def may_at(academy: Academy, person: Person, permission: Permission) -> bool:
    """Whether the person's roles carry the permission at the academy. No query: the roles were read already."""
    return any(
        m.academy_id in (None, academy.pk) and permission in ROLE_PERMISSIONS[Role(m.role)]
        for m in person.here
        if m.trust_id == academy.trust_id
    )


# In the order in which they stand; what is not named here comes last. More than fit in a row stand under "More".
ORDER = ("Profile", "Plan", "Gaps", "Category", "Support", "Rings", "Learning", "This term", "Concerns")
FIT = 8


@dataclass(frozen=True)
class Tabs:
    """Pages of one academy, each with whether it is the present one: those in the row, and those under "More"."""

    row: list[tuple[Link, bool]]
    more: list[tuple[Link, bool]]

    def __len__(self) -> int:
        return len(self.row) + len(self.more)

    @property
    def under_more(self) -> str:
        """The label of the present page where it stands under "More"."""
        return next((link.label for link, here in self.more if here), "")


def academy_tabs(request: HttpRequest, academy: Academy, under: str = "") -> Tabs:
    """Each page of the academy that the person may open. `under`: the address of the tab that a page without one of
    its own belongs to, such as one concern to the academy's concerns."""
    person: Person = request.person  # type: ignore[attr-defined]
    place = {label: at for at, label in enumerate(ORDER)}
    ways = sorted(_ways(academy, person), key=lambda way: place.get(way.label, len(place)))
    tabs = [(way, way.url == (under or request.path)) for way in ways]
    fit = len(tabs) if len(tabs) <= FIT else FIT - 1
    return Tabs(tabs[:fit], tabs[fit:])


def _ways(academy: Academy, person: Person) -> Iterator[Link]:
    for label, name, permission in OWN:
        if may_at(academy, person, permission):
            yield Link(label, reverse(name, args=[academy.slug]))
    for provider in academy_ways:
        yield from provider(academy, person)
