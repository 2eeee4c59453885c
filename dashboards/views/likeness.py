"""The academies most like one: a part of its profile, and a page of its own."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, academy_or_404
from celt.ui.parts import Link
from dashboards.selectors.likeness import like_page


@require_safe
def academy_like(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.VIEW_FIGURES)
    profile = reverse("academies:academy_detail", args=[academy.slug])
    context = {
        "page": like_page(request.user, request.person, academy),
        "academy": academy,
        "crumbs": [
            Link("Academies", reverse("academies:academy_list")),
            Link(academy.name, profile),
            Link("Most like it"),
        ],
    }
    in_place = "HX-Request" in request.headers
    return render(request, f"dashboards/{'_like' if in_place else 'academy_like'}.html", context)
