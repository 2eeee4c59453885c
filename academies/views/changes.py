"""What changed since one was last here, what is coming and how things stand: pages, and fragments of the home page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from academies.guards import SignedInRequest
from academies.home import standing_page
from academies.selectors.changes import AT_HOME, changes_page
from academies.selectors.coming import coming_page


def _in_place(request: SignedInRequest) -> bool:
    """Whether the home page asks, not a filter of the page itself."""
    return request.headers.get("HX-Target", "").startswith("home-")


@require_safe
def changes(request: SignedInRequest) -> HttpResponse:
    """For everybody who signed in: who holds no role has nothing to read here."""
    if _in_place(request):
        page = changes_page(request.user, request.person, {}, a_page=AT_HOME)
        return render(request, "academies/_changes.html", {"page": page, "home": True})
    page = changes_page(request.user, request.person, request.GET)
    return render(request, "academies/changes.html", {"page": page})


@require_safe
def coming(request: SignedInRequest) -> HttpResponse:
    page = coming_page(request.user, request.person)
    name = "_coming" if _in_place(request) else "coming"
    return render(request, f"academies/{name}.html", {"page": page})


@require_safe
def standing(request: SignedInRequest) -> HttpResponse:
    """For everybody who signed in: who reads no figure has nothing to read here."""
    page = standing_page(request)
    name = "_standing" if _in_place(request) else "standing"
    return render(request, f"academies/{name}.html", {"page": page})
