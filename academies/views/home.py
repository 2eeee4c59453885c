"""The home page: what this person can do next."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from academies.guards import SignedInRequest
from academies.home import home_page
from academies.services.presence import note_presence


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    here = note_presence(by=request.user)
    return render(request, "home.html", {"page": home_page(request, first_time=here.before is None)})
