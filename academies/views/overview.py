"""The trust's overview: the first page of somebody who asks where to go this week."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, needs
from academies.selectors.overview import overview_page
from academies.tables.overview import OverviewFile, OverviewTable
from celt.ui.tables import configured, csv_response

ACADEMIES_A_PAGE = 20


@require_safe
@needs(Permission.VIEW_ACADEMY)
def academy_list(request: SignedInRequest) -> HttpResponse:
    page = overview_page(request.user, request.person, request.GET)
    table = configured(request, OverviewTable(page, caption=page.caption), per_page=ACADEMIES_A_PAGE)
    context = {"page": page, "table": table, "today": timezone.localdate()}
    return render(request, "academies/academy_list.html", context)


@require_safe
@needs(Permission.VIEW_ACADEMY)
def academy_csv(request: SignedInRequest) -> HttpResponse:
    page = overview_page(request.user, request.person, request.GET)
    return csv_response(configured(request, OverviewFile(page)), "academies.csv")
