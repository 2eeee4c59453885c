"""Categories: over the trust, and one academy's now and since there is one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, academy_or_404, needs
from academies.models import Academy
from academies.selectors.categories import categories_page
from academies.selectors.category import category_page
from academies.tables.category import CategoryFile, CategoryTable, HistoryTable
from academies.ways import academy_tabs
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response

ROWS_A_PAGE = 20


@require_safe
@needs(Permission.VIEW_CATEGORY)
def decision_list(request: SignedInRequest) -> HttpResponse:
    page = categories_page(request.user, request.person, request.person.trust, request.GET)
    table = configured(request, CategoryTable(page.rows, caption="Categories"), per_page=ROWS_A_PAGE)
    return render(request, "academies/decision_list.html", {"page": page, "table": table})


@require_safe
@needs(Permission.VIEW_CATEGORY)
def decision_csv(request: SignedInRequest) -> HttpResponse:
    page = categories_page(request.user, request.person, request.person.trust, request.GET)
    return csv_response(configured(request, CategoryFile(page.rows)), "categories.csv")


@require_safe
def category(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.VIEW_CATEGORY)
    context = {
        "page": category_page(request.user, request.person, academy),
        "academy": academy,
        "tabs": academy_tabs(request, academy),
        "crumbs": crumbs(academy, "Category"),
    }
    return render(request, "academies/category.html", context)


@require_safe
def category_csv(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.VIEW_CATEGORY)
    page = category_page(request.user, request.person, academy)
    return csv_response(configured(request, HistoryTable(page.history)), f"category-{academy.slug}.csv")


def crumbs(academy: Academy, *here: str) -> list[Link]:
    """From the academies to the page, through the academy and its category."""
    way = [
        Link("Academies", reverse("academies:academy_list")),
        Link(academy.name, reverse("academies:academy_detail", args=[academy.slug])),
    ]
    if here[0] != "Category":
        way.append(Link("Category", reverse("academies:category", args=[academy.slug])))
    return [*way, *(Link(each) for each in here)]
