"""The seven pillars over the academies whose plans one reads."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, needs
from celt.ui.tables import configured, csv_response
from plans.selectors.pillar import PillarsPage, file_rows, pillars_page
from plans.tables.pillar import PillarFile, PillarTable

ACADEMIES_A_PAGE = 20


@require_safe
@needs(Permission.VIEW_PLAN)
def pillars(request: SignedInRequest) -> HttpResponse:
    page = _page(request)
    table = configured(request, PillarTable(page.rows, page.columns), per_page=ACADEMIES_A_PAGE)
    return render(request, "plans/pillars.html", {"page": page, "table": table, "query": request.GET.urlencode()})


@require_safe
@needs(Permission.VIEW_PLAN)
def pillars_csv(request: SignedInRequest) -> HttpResponse:
    return csv_response(configured(request, PillarFile(file_rows(_page(request)))), "pillars.csv")


def _page(request: SignedInRequest) -> PillarsPage:
    page = pillars_page(request.user, request.person, request.GET)
    if page is None:
        raise PermissionDenied("The pillars compare academies, and you read the plan of one alone: see its rings.")
    return page
