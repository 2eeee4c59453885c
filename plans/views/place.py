"""Where a page of the plan stands: its academy, its plan or its priority, or 404; 403 where one may not do it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from academies.access import Permission, Person
from academies.guards import SignedInRequest, academy_or_404
from academies.models import Academy
from academies.ways import may_at
from celt.lib.terms import parse_year, year_label
from celt.ui.parts import Link
from plans.models import Plan, Priority
from plans.rules.year import year_slug
from plans.selectors.plan import with_criteria
from plans.services.changing import REFUSED


def year_or_404(text: str) -> int:
    """ "2025-26" -> 2025; no other spelling is an address."""
    try:
        year = parse_year(text)
    except ValueError as error:
        raise Http404(str(error)) from error
    if year_slug(year) != text:
        raise Http404("Another spelling of the year is the address.")
    return year


def place_or_404(request: SignedInRequest, slug: str, permission: Permission = Permission.VIEW_PLAN) -> Academy:
    """As academy_or_404, without a query for the permission: the person's roles were read already."""
    academy = academy_or_404(request, slug)
    if not may_at(academy, request.person, permission):
        raise PermissionDenied(f"Your roles do not let you {permission.value} at {academy}.")
    return academy


def plan_or_404(request: SignedInRequest, slug: str, year: str, permission: Permission = Permission.VIEW_PLAN) -> Plan:
    """The plan of the academy and year, its academy with its trust."""
    academy = place_or_404(request, slug, permission)
    plan = get_object_or_404(Plan.objects.visible_to(request.user), academy=academy, academic_year=year_or_404(year))
    plan.academy = academy
    return plan


def priority_or_404(request: SignedInRequest, pk: int, *, edit: bool = False) -> Priority:
    """The priority with its plan, academy, theory and owner; 403 where `edit` and the person may only read it."""
    found = Priority.objects.visible_to(request.user).select_related(
        "plan__academy__trust", "theory", "trust_priority", "owner", "continues__plan"
    )
    priority = get_object_or_404(with_criteria(found), pk=pk)
    # For the rest of the request the person acts in that academy's trust.
    request.person = Person(request.person.memberships, priority.plan.academy.trust)
    if edit and not may_at(priority.plan.academy, request.person, Permission.EDIT_PLAN):
        raise PermissionDenied(REFUSED)
    return priority


def plan_address(plan: Plan) -> str:
    return reverse("plans:plan_year", args=[plan.academy.slug, year_slug(plan.academic_year)])


def plan_crumbs(academy: Academy, year: int | None = None, *more: Link) -> list[Link]:
    """Academies / Larkrise / Plan 2026/27 / ..., the last without an address."""
    ways = [
        Link("Academies", reverse("academies:academy_list")),
        Link(academy.name, reverse("academies:academy_detail", args=[academy.slug])),
    ]
    if year is None:
        return [*ways, *more]
    here = reverse("plans:plan_year", args=[academy.slug, year_slug(year)]) if more else ""
    return [*ways, Link(f"Plan {year_label(year)}", here), *more]
