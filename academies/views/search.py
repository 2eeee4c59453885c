"""The search over all that somebody may look at."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from academies.guards import SignedInRequest
from academies.selectors.search import search_page
from celt.ui.nav import navigation


@require_safe
def search(request: SignedInRequest) -> HttpResponse:
    """For everybody who signed in: who holds no role finds nothing."""
    page = search_page(request.user, request.person, navigation(request), request.GET)
    return render(request, "academies/search.html", {"page": page})
