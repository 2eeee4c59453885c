"""Who took data out, and who opened what is sensitive."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, needs
from celt.ui.tables import configured, csv_response
from stewardship.selectors.access_log import access_page
from stewardship.tables import AccessTable

ENTRIES_A_PAGE = 50


@require_safe
@needs(Permission.READ_ACCESS_LOG, whole_trust=True)
def access_list(request: SignedInRequest) -> HttpResponse:
    page = access_page(request.user, request.person.trust, request.GET)
    table = AccessTable(page.entries, caption="Exports and openings", empty_text="Nothing was taken out or opened.")
    context = {"page": page, "table": configured(request, table, per_page=ENTRIES_A_PAGE)}
    return render(request, "stewardship/access_list.html", context)


@require_safe
@needs(Permission.READ_ACCESS_LOG, whole_trust=True)
def access_csv(request: SignedInRequest) -> HttpResponse:
    page = access_page(request.user, request.person.trust, request.GET)
    return csv_response(configured(request, AccessTable(page.entries)), "exports-and-openings.csv")
