"""What the side navigation offers of this app, and the home page."""

from collections.abc import Iterator
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from academies.access import Permission, Person
from celt.ui.nav import NavItem


class Entry(NamedTuple):
    """An address for whoever holds the permission: anywhere in the trust, or, where `whole_trust`, for all of it."""

    label: str
    name: str
    permission: Permission
    group: str
    position: int
    about: str
    whole_trust: bool = False


ENTRIES = (
    Entry(
        "Academies", "academy_list", Permission.VIEW_ACADEMY, "", 10,
        "Each academy in one line, and where to go first.",
    ),
    Entry(
        "Categories", "decision_list", Permission.VIEW_CATEGORY, "Improvement", 10,
        "Which academies need how much support, who decided it and why.",
    ),
    Entry(
        "Support", "support_trust", Permission.VIEW_SUPPORT, "Improvement", 20,
        "Visits and days promised to each academy, what was delivered of them, and what is late.",
    ),
    Entry(
        "Give and receive", "ledger_trust", Permission.VIEW_SUPPORT, "Improvement", 30,
        "Who lends whom to whom, for how many days, and what came of it.",
    ),
    Entry(
        "Concerns", "concern_list", Permission.VIEW_CONCERNS, "Improvement", 40,
        "What worries the trust about an academy, who said so, and what was done.",
    ),
    Entry(
        "Inspections", "inspection_trust", Permission.VIEW_ACADEMY, "Improvement", 45,
        "What inspectors judged at each academy, each judgement under its own framework.",
    ),
    Entry(
        "Calendar", "calendar", Permission.VIEW_ACADEMY, "Improvement", 50,
        "All that lands on academies, month by month, and on your own phone if you wish.",
    ),
    Entry(
        "People and roles", "membership_list", Permission.MANAGE_ACCESS, "Administration", 10,
        "Who may see and do what. Give a role, or end one.", whole_trust=True,
    ),
    Entry(
        "Category schemes", "scheme_list", Permission.MANAGE_SCHEMES, "Administration", 20,
        "Which categories there are, what evidence points to each, and what each gives in a year.", whole_trust=True,
    ),
)  # fmt: skip


def items(request: HttpRequest) -> Iterator[NavItem]:
    person: Person = request.person  # type: ignore[attr-defined]
    if request.user.is_authenticated:
        yield NavItem("Home", reverse("home"), "", 0)
    for entry in ENTRIES:
        may = person.can_trust_wide if entry.whole_trust else person.can
        if may(entry.permission):
            url = reverse(f"academies:{entry.name}")
            yield NavItem(entry.label, url, entry.group, entry.position, about=entry.about)
