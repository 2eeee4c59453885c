"""The stage log of an academy: its lines, filtered and as a file, and a note that is added to it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, academy_or_404
from academies.models import Academy
from academies.models.academy import Status
from academies.providers import records
from academies.selectors.records import in_order
from academies.ways import academy_tabs
from celt.ui.parts import Link
from celt.ui.tables import csv_response
from plans.forms.stage import NoteForm
from plans.selectors.stage_log import log_page
from plans.services.stage import add_note
from plans.tables.stage_log import StageLogTable
from plans.views.stage import crumbs, refuse_others, sent, show, under, writes

LINES_A_PAGE = 20


@require_safe
def stage_log(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.VIEW_PLAN)
    return _page(request, academy, NoteForm())


@require_http_methods(["GET", "HEAD", "POST"])
def stage_note(request: SignedInRequest, slug: str) -> HttpResponse:
    """The same page; a note is sent here."""
    academy = academy_or_404(request, slug, Permission.VIEW_PLAN)
    refuse_others(academy, request)
    form = NoteForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            add_note(by=request.user, academy=academy, says=form.cleaned_data["says"])
        except ValidationError as error:
            show(form, error)
        else:
            messages.success(request, "The note stands in the log.")
            return redirect("plans:stage_log", slug=slug)
    return _page(request, academy, form)


def _page(request: SignedInRequest, academy: Academy, form: NoteForm) -> HttpResponse:
    page = log_page(request.user, request.person, academy, request.GET)
    shown = Paginator(page.lines, LINES_A_PAGE).get_page(request.GET.get("page"))
    lines = list(shown)
    keys = [key for line in lines for key in line.entry.evidence]
    found = records.named(request.user, request.person, academy, keys) if keys else {}
    context = {
        "page": page,
        "shown": shown,
        "lines": [(line, in_order(line.entry.evidence, found)) for line in lines],
        "answer": page.answer(academy),
        "form": form,
        "may_write": academy.status == Status.OPEN and writes(academy, request),
        "academy": academy,
        "tabs": academy_tabs(request, academy, under=under(academy)),
        "crumbs": [*crumbs(academy), Link("Stages", reverse("plans:stages", args=[academy.slug])), Link("Log")],
    }
    return render(request, "plans/stage_log.html", context)


@require_safe
def stage_log_csv(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.VIEW_PLAN)
    page = log_page(request.user, request.person, academy, request.GET)
    return csv_response(StageLogTable(page.lines), f"stage-log-{slug}.csv")
