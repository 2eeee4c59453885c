"""The burden: what lands on one academy in a term, and on every academy side by side."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, academy_or_404, needs
from academies.rules.burden import HEAVY, in_words
from academies.selectors.burden import burden_page, term_page
from academies.tables.burden import EntryTable, burden_table
from academies.ways import academy_tabs
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response

ACADEMIES_A_PAGE = 20


@require_safe
def term(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.VIEW_SUPPORT)
    page = term_page(request.user, request.person, academy, request.GET)
    context = {
        "page": page,
        "academy": academy,
        "table": configured(request, EntryTable(page.entries, caption=f"Everything in {page.term.label}")),
        "tabs": academy_tabs(request, academy),
        "crumbs": [Link("Academies", reverse("academies:academy_list")), Link(academy.name)],
        "actions": [
            Link("Month by month", reverse("academies:calendar", query={"academy": academy.slug})),
            Link("Beside other academies", reverse("academies:burden_trust", query={"term": page.term.slug})),
        ],
        "heavy": in_words(HEAVY),
    }
    return render(request, "academies/term.html", context)


@require_safe
def term_csv(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.VIEW_SUPPORT)
    page = term_page(request.user, request.person, academy, request.GET)
    table = configured(request, EntryTable(page.entries))
    table.columns.hide("when")
    for name in ("starts", "ends"):
        table.columns.show(name)
    return csv_response(table, f"{academy.slug}-{page.term.slug}.csv")


@require_safe
@needs(Permission.VIEW_SUPPORT)
def burden_trust(request: SignedInRequest) -> HttpResponse:
    page = burden_page(request.user, request.person, request.GET)
    table = configured(request, burden_table(page), per_page=ACADEMIES_A_PAGE)
    return render(request, "academies/burden_trust.html", {"page": page, "table": table, "heavy": in_words(HEAVY)})


@require_safe
@needs(Permission.VIEW_SUPPORT)
def burden_csv(request: SignedInRequest) -> HttpResponse:
    page = burden_page(request.user, request.person, request.GET)
    table = configured(request, burden_table(page))
    for name in ("heavy", "things"):
        table.columns.show(name)
    return csv_response(table, f"burden-{page.term.slug}.csv")
