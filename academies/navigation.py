"""What the side navigation offers of this app, and the home page."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from academies.access import Permission, Person
from academies.entries import Entry, offered
from celt.ui.nav import NavItem

ENTRIES = (
    Entry(
        "Academies", "academies:academy_list", Permission.VIEW_ACADEMY, "", 10,
        "Each academy in one line, and where to go first.",
    ),
    Entry(
        "Categories", "academies:decision_list", Permission.VIEW_CATEGORY, "Improvement", 10,
        "Which academies need how much support, who decided it and why.",
    ),
    Entry(
        "Support", "academies:support_trust", Permission.VIEW_SUPPORT, "Improvement", 20,
        "Visits and days promised to each academy, what was delivered of them, and what is late.",
    ),
    Entry(
        "Give and receive", "academies:ledger_trust", Permission.VIEW_SUPPORT, "Improvement", 30,
        "Who lends whom to whom, for how many days, and what came of it.",
    ),
    Entry(
        "Concerns", "academies:concern_list", Permission.VIEW_CONCERNS, "Improvement", 40,
        "What worries the trust about an academy, who said so, and what was done.",
    ),
    Entry(
        "Inspections", "academies:inspection_trust", Permission.VIEW_ACADEMY, "Improvement", 45,
        "What inspectors judged at each academy, each judgement under its own framework.",
    ),
    Entry(
        "Calendar", "academies:calendar", Permission.VIEW_ACADEMY, "Improvement", 50,
        "All that lands on academies, month by month, and on your own phone if you wish.",
    ),
    Entry(
        "People and roles", "academies:membership_list", Permission.MANAGE_ACCESS, "Administration", 10,
        "Who may see and do what. Give a role, or end one.", whole_trust=True,
    ),
    Entry(
        "Terms", "academies:term_list", Permission.MANAGE_ACADEMIES, "Administration", 15,
        "When terms, half-terms and INSET days are.", whole_trust=True,
    ),
    Entry(
        "Category schemes", "academies:scheme_list", Permission.MANAGE_SCHEMES, "Administration", 20,
        "Which categories there are, what evidence points to each, and what each gives in a year.", whole_trust=True,
    ),
)  # fmt: skip


def search_address(request: HttpRequest) -> str:
    """The frame's search box, for whoever holds a role."""
    person: Person = request.person  # type: ignore[attr-defined]
    return reverse("academies:search") if person.here else ""


def items(request: HttpRequest) -> Iterator[NavItem]:
    person: Person = request.person  # type: ignore[attr-defined]
    if request.user.is_authenticated:
        yield NavItem("Home", reverse("home"), "", 0)
    yield from offered(ENTRIES, person)
