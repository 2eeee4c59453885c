"""Search over the toolkit: a page and its file."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, needs
from celt.ui.tables import csv_response
from toolkit.selectors.search import search_file, search_page
from toolkit.tables.search import SearchFile


@require_safe
@needs(Permission.VIEW_TOOLKIT)
def search(request: SignedInRequest) -> HttpResponse:
    page = search_page(request.user, request.person, request.GET)
    return render(request, "toolkit/search.html", {"page": page})


@require_safe
@needs(Permission.VIEW_TOOLKIT)
def search_csv(request: SignedInRequest) -> HttpResponse:
    return csv_response(SearchFile(search_file(request.user, request.person, request.GET)), "search.csv")
