"""The home page: what this person can do next."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from academies.guards import SignedInRequest
from academies.home import home_page


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    return render(request, "home.html", {"page": home_page(request)})
