"""Gives and receives: of one academy, and of the whole trust."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, academy_or_404, needs
from academies.selectors.ledger import HOW_COUNTED, ledger_page
from academies.selectors.ledger_matrix import matrix_page
from academies.tables.deployment import PairFile
from academies.ways import academy_tabs, may_at
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response

GIVERS_A_PAGE = 20


@require_safe
def ledger(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.VIEW_SUPPORT)
    actions = []
    if may_at(academy, request.person, Permission.PROPOSE_DEPLOYMENT):
        new = reverse("academies:deployment_new")
        actions = [
            Link("Offer somebody", f"{new}?giver={academy.slug}", primary=True),
            Link("Ask for support", f"{new}?receiver={academy.slug}"),
        ]
    context = {
        "page": ledger_page(request.user, request.person, academy, request.GET),
        "academy": academy,
        "tabs": academy_tabs(request, academy),
        "crumbs": [
            Link("Academies", reverse("academies:academy_list")),
            Link(academy.name, reverse("academies:academy_detail", args=[academy.slug])),
            Link("Gives and receives"),
        ],
        "actions": actions,
        "how_counted": HOW_COUNTED,
    }
    return render(request, "academies/ledger.html", context)


@require_safe
@needs(Permission.VIEW_SUPPORT)
def ledger_trust(request: SignedInRequest) -> HttpResponse:
    page = matrix_page(request.user, request.person, request.GET)
    actions = [Link("All agreements", reverse("academies:deployment_list"))]
    if request.person.can(Permission.PROPOSE_DEPLOYMENT):
        actions.insert(0, Link("Propose support", reverse("academies:deployment_new"), primary=True))
    givers = Paginator(page.pairs, GIVERS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "givers": givers, "actions": actions, "how_counted": HOW_COUNTED}
    return render(request, "academies/ledger_trust.html", context)


@require_safe
@needs(Permission.VIEW_SUPPORT)
def ledger_csv(request: SignedInRequest) -> HttpResponse:
    page = matrix_page(request.user, request.person, request.GET)
    return csv_response(configured(request, PairFile(page.flat)), f"gives-and-receives-{page.year}.csv")
