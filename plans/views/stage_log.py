"""The stage log of an academy: its lines, filtered and as a file, and a note that is added to it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, academy_or_404
from academies.providers import records
from academies.selectors.records import in_order
from academies.ways import academy_tabs, may_at
from celt.ui.parts import Link
from celt.ui.tables import csv_response
from plans.forms.stage import NoteForm
from plans.selectors.stage_log import log_page
from plans.services.stage import add_note
from plans.tables.stage_log import StageLogTable
from plans.views.stage import crumbs, show, under

LINES_A_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def stage_log(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.VIEW_PLAN)
    writers = (Permission.EDIT_PLAN, Permission.CONFIRM_GATE)
    may_write = academy.status == "open" and any(may_at(academy, request.person, each) for each in writers)
    form = NoteForm(request.POST or None)
    if request.method == "POST":
        if not any(may_at(academy, request.person, each) for each in writers):
            raise PermissionDenied(
                "Notes are written by the academy’s head and senior leaders, or by the trust’s leaders."
            )
        if form.is_valid():
            try:
                add_note(by=request.user, academy=academy, says=form.cleaned_data["says"])
            except ValidationError as error:
                show(form, error)
            else:
                messages.success(request, "The note stands in the log.")
                return redirect("plans:stage_log", slug=slug)
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
        "may_write": may_write,
        "academy": academy,
        "tabs": academy_tabs(request, academy, under=under(academy)),
        "crumbs": [*crumbs(academy), Link("Stages", reverse("plans:stages", args=[slug])), Link("Log")],
    }
    return render(request, "plans/stage_log.html", context)


@require_safe
def stage_log_csv(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.VIEW_PLAN)
    page = log_page(request.user, request.person, academy, request.GET)
    return csv_response(StageLogTable(page.lines), f"stage-log-{slug}.csv")
