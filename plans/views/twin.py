"""Twin-track leadership: how it moves from directive to distributed, and writing about a term."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from academies.access import Permission
from academies.guards import SignedInRequest, academy_or_404
from academies.ways import academy_tabs, may_at
from celt.ui.parts import Link
from plans.forms.stage import TwinTrackForm
from plans.selectors.twin import leadership, term_to_write
from plans.services.stage import set_twin_track
from plans.views.stage import crumbs, show, under


@require_http_methods(["GET", "HEAD", "POST"])
def twin_track(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.VIEW_PLAN)
    may_write = may_at(academy, request.person, Permission.EDIT_PLAN)
    if request.method == "POST" and not may_write:
        raise PermissionDenied("How the academy is led is written down by its head and senior leaders.")
    told = leadership(request.user, academy)
    writing = term_to_write(request.user, academy, request.GET.get("term", ""))
    frame = writing.frame
    form = TwinTrackForm(request.POST or None, row=told.of(frame.academic_year, frame.name))
    if request.method == "POST" and form.is_valid():
        try:
            set_twin_track(
                by=request.user, academy=academy, academic_year=frame.academic_year, term=frame.name,
                **form.cleaned_data,
            )  # fmt: skip
        except ValidationError as error:
            show(form, error)
        else:
            messages.success(request, f"Leadership in {frame.label} is written down.")
            return redirect("plans:twin_track", slug=slug)
    home = reverse("plans:stages", args=[slug])
    context = {
        "told": told,
        "writing": writing,
        "form": form,
        "may_write": may_write and academy.status == "open",
        "keep": f"twin-{academy.pk}-{frame.slug}",
        "academy": academy,
        "home": home,
        "tabs": academy_tabs(request, academy, under=under(academy)),
        "crumbs": [*crumbs(academy), Link("Stages", home), Link("Leadership")],
    }
    return render(request, "plans/twin_track.html", context)
