"""Checkpoints and interventions of one academy: a page of its own, and a part of its profile."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, academy_or_404
from academies.ways import academy_tabs
from celt.ui.parts import Link
from checkpoints.selectors.academy import academy_checkpoints as checkpoints_there


@require_safe
def academy_checkpoints(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.VIEW_CHECKPOINTS)
    page = checkpoints_there(request.user, request.person, academy, timezone.localdate())
    if "HX-Request" in request.headers:
        return render(request, "checkpoints/_academy.html", {"page": page, "academy": academy})
    profile = reverse("academies:academy_detail", args=[academy.slug])
    crumbs = [Link("Academies", reverse("academies:academy_list")), Link(academy.name, profile), Link("Checkpoints")]
    context = {"page": page, "academy": academy, "tabs": academy_tabs(request, academy), "crumbs": crumbs}
    return render(request, "checkpoints/academy_checkpoints.html", context)
