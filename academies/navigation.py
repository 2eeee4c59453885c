"""What the side navigation offers of this app, and the home page."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from academies.access import Permission, Person
from celt.ui.nav import NavItem


def items(request: HttpRequest) -> Iterator[NavItem]:
    person: Person = request.person  # type: ignore[attr-defined]
    if request.user.is_authenticated:
        yield NavItem("Home", reverse("home"), "", 0)
    if person.can(Permission.VIEW_ACADEMY):
        about = "Each academy in one line, and where to go first."
        yield NavItem("Academies", reverse("academies:academy_list"), "", 10, about=about)
    if person.can(Permission.VIEW_CATEGORY):
        about = "Which academies need how much support, who decided it and why."
        yield NavItem("Categories", reverse("academies:decision_list"), "Improvement", 10, about=about)
    if person.can(Permission.VIEW_SUPPORT):
        about = "Visits and days promised to each academy, what was delivered of them, and what is late."
        yield NavItem("Support", reverse("academies:support_trust"), "Improvement", 20, about=about)
    if person.can(Permission.VIEW_SUPPORT):
        about = "Who lends whom to whom, for how many days, and what came of it."
        yield NavItem("Give and receive", reverse("academies:ledger_trust"), "Improvement", 30, about=about)
    if person.can(Permission.VIEW_CONCERNS):
        about = "What worries the trust about an academy, who said so, and what was done."
        yield NavItem("Concerns", reverse("academies:concern_list"), "Improvement", 40, about=about)
    if person.can(Permission.VIEW_ACADEMY):
        about = "What inspectors judged at each academy, each judgement under its own framework."
        yield NavItem("Inspections", reverse("academies:inspection_trust"), "Improvement", 45, about=about)
    if person.can(Permission.VIEW_ACADEMY):
        about = "All that lands on academies, month by month, and on your own phone if you wish."
        yield NavItem("Calendar", reverse("academies:calendar"), "Improvement", 50, about=about)
    if person.can_trust_wide(Permission.MANAGE_ACCESS):
        about = "Who may see and do what. Give a role, or end one."
        yield NavItem("People and roles", reverse("academies:membership_list"), "Administration", 10, about=about)
    if person.can_trust_wide(Permission.MANAGE_SCHEMES):
        about = "Which categories there are, what evidence points to each, and what each gives in a year."
        yield NavItem("Category schemes", reverse("academies:scheme_list"), "Administration", 20, about=about)
