"""The pages of one academy, as tabs that stand on each of them. Higher apps add theirs through `academy_ways`."""

from collections.abc import Iterator

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


def academy_tabs(request: HttpRequest, academy: Academy, under: str = "") -> list[tuple[Link, bool]]:
    """Each page of the academy that the person may open, and whether it is the present one. `under`: the address of
    the tab that a page without one of its own belongs to, such as one concern to the academy's concerns."""
    person: Person = request.person  # type: ignore[attr-defined]
    return [(way, way.url == (under or request.path)) for way in _ways(academy, person)]


def _ways(academy: Academy, person: Person) -> Iterator[Link]:
    for label, name, permission in OWN:
        if may_at(academy, person, permission):
            yield Link(label, reverse(name, args=[academy.slug]))
    for provider in academy_ways:
        yield from provider(academy, person)
