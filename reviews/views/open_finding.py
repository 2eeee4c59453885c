"""Open next steps of published reviews: of the trust, the same as a file, and of one academy."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, academy_or_404, needs
from celt.lib.sentences import counted
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response
from reviews.selectors.open_finding import academy_page, open_page
from reviews.tables.finding import OpenFile, OpenTable
from reviews.views.found_place import academy_frame

ROWS_A_PAGE = 20


@require_safe
@needs(Permission.READ_REVIEWS)
def open_findings(request: SignedInRequest) -> HttpResponse:
    page = open_page(request.user, request.person, request.GET)
    table = OpenTable(page.rows, caption=counted(len(page.rows), "open next step"))
    context = {
        "page": page,
        "table": configured(request, table, per_page=ROWS_A_PAGE),
        "crumbs": [Link("Reviews", reverse("reviews:review_list")), Link("Open next steps")],
    }
    return render(request, "reviews/open_findings.html", context)


@require_safe
@needs(Permission.READ_REVIEWS)
def open_findings_csv(request: SignedInRequest) -> HttpResponse:
    page = open_page(request.user, request.person, request.GET)
    return csv_response(configured(request, OpenFile(page.rows)), "open-next-steps.csv")


@require_safe
def academy_findings(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.READ_REVIEWS)
    context = {
        "page": academy_page(request.user, request.person, academy),
        **academy_frame(request, academy, Link("Open next steps")),
    }
    return render(request, "reviews/academy_findings.html", context)
