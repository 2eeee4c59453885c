"""Which academy has given what, for which checkpoint."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, needs
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response
from pupils.selectors.coverage import CoveragePage, coverage_page
from pupils.tables import CoverageTable

ACADEMIES_A_PAGE = 20


@require_safe
@needs(Permission.VIEW_STAFF_FIGURES)
def coverage(request: SignedInRequest) -> HttpResponse:
    page = coverage_page(request.user, request.person.trust, request.GET)
    first = Link("Give a file", reverse("pupils:upload")) if request.person.can(Permission.IMPORT_DATA) else None
    table = configured(request, _table(page), per_page=ACADEMIES_A_PAGE) if page else None
    return render(request, "pupils/coverage.html", {"page": page, "table": table, "first": first})


@require_safe
@needs(Permission.VIEW_STAFF_FIGURES)
def coverage_csv(request: SignedInRequest) -> HttpResponse:
    page = coverage_page(request.user, request.person.trust, request.GET)
    return csv_response(configured(request, _table(page)), "held.csv")


def _table(page: CoveragePage | None) -> CoverageTable:
    if page is None:
        return CoverageTable([])
    return CoverageTable(page.rows, extra_columns=page.columns, caption=page.caption)
