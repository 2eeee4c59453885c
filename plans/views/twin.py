"""Twin-track leadership: how it moves from directive to distributed, and writing about a term."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, academy_or_404
from academies.models import Academy
from academies.models.academy import Status
from academies.ways import academy_tabs, may_at
from celt.ui.parts import Link
from plans.forms.stage import TwinTrackForm
from plans.selectors.read_as import read_as
from plans.selectors.twin import Leadership, TermToWrite, leadership, term_to_write
from plans.services.stage import set_twin_track
from plans.views.stage import crumbs, sent, show, under


@require_safe
def twin_track(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.VIEW_PLAN)
    told, writing, form = _asked(request, academy)
    return _page(request, academy, told, writing, form)


@require_http_methods(["GET", "HEAD", "POST"])
def twin_write(request: SignedInRequest, slug: str) -> HttpResponse:
    """The same page; what is written about a term is sent here."""
    academy = academy_or_404(request, slug, Permission.EDIT_PLAN)
    told, writing, form = _asked(request, academy)
    frame = writing.frame
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
    return _page(request, academy, told, writing, form)


def _asked(request: SignedInRequest, academy: Academy) -> tuple[Leadership, TermToWrite, TwinTrackForm]:
    told = leadership(request.user, academy, read_as(request.user, request.person, academy))
    writing = term_to_write(request.user, academy, request.GET.get("term", ""))
    row = told.of(writing.frame.academic_year, writing.frame.name)
    return told, writing, TwinTrackForm(sent(request), row=row)


def _page(
    request: SignedInRequest, academy: Academy, told: Leadership, writing: TermToWrite, form: TwinTrackForm
) -> HttpResponse:
    home = reverse("plans:stages", args=[academy.slug])
    context = {
        "told": told,
        "writing": writing,
        "form": form,
        "may_write": may_at(academy, request.person, Permission.EDIT_PLAN) and academy.status == Status.OPEN,
        "send": f"{reverse('plans:twin_write', args=[academy.slug])}?term={writing.frame.slug}",
        "keep": f"twin-{academy.pk}-{writing.frame.slug}",
        "academy": academy,
        "home": home,
        "tabs": academy_tabs(request, academy, under=under(academy)),
        "crumbs": [*crumbs(academy), Link("Stages", home), Link("Leadership")],
    }
    return render(request, "plans/twin_track.html", context)
