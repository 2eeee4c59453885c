"""Practices in use: the trust's view and its file, and how one practice is in use."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, needs
from celt.ui.parts import Link
from celt.ui.tables import csv_response
from toolkit.selectors.in_use import in_use_page
from toolkit.selectors.practice_use import practice_use_page
from toolkit.tables.in_use import InUseFile
from toolkit.views.practice import practice_or_404


@require_safe
@needs(Permission.VIEW_TOOLKIT)
def practices_in_use(request: SignedInRequest) -> HttpResponse:
    page = in_use_page(request.user, request.person, request.GET)
    return render(request, "toolkit/practices_in_use.html", {"page": page})


@require_safe
@needs(Permission.VIEW_TOOLKIT)
def in_use_csv(request: SignedInRequest) -> HttpResponse:
    page = in_use_page(request.user, request.person, request.GET)
    return csv_response(InUseFile(page.file_rows), "practices-in-use.csv")


@require_safe
def practice_use(request: SignedInRequest, slug: str) -> HttpResponse:
    """A part of the practice's page for htmx; by itself, a page with all that colleagues found."""
    practice = practice_or_404(request, slug)
    page = practice_use_page(request.user, request.person, practice)
    part = bool(request.htmx)  # type: ignore[attr-defined]
    context = {
        "page": page,
        "practice": practice,
        "crumbs": [
            Link("Practices", reverse("toolkit:practice_list")),
            Link(practice.title, reverse("toolkit:practice_show", args=[slug])),
            Link("In use"),
        ],
    }
    response = render(request, "toolkit/_practice_use.html" if part else "toolkit/practice_use.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response
