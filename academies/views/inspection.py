"""Inspections: an academy's history, entering one in two steps, putting one right; and the whole trust."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.access import Permission
from academies.forms.inspection import DayForm, InspectionForm, SetAsideForm, as_form
from academies.guards import SignedInRequest, academy_or_404, needs
from academies.inspection import framework_on
from academies.models import Academy, Inspection
from academies.models.inspection import InspectionKind
from academies.selectors.inspection import card_of, history_page, inspections_of, standing_of, trust_page
from academies.selectors.inspection_changes import changes_of
from academies.services.inspections import (
    bring_back_inspection,
    correct_inspection,
    record_inspection,
    set_aside_inspection,
)
from academies.tables.inspection import history_file, standing_table, trust_file
from academies.ways import academy_tabs, may_at
from celt.lib.days import british
from celt.lib.sentences import counted
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response

ACADEMIES_A_PAGE = 20
RECORD = Permission.RECORD_INSPECTIONS


@require_safe
@needs(Permission.VIEW_ACADEMY)
def inspection_trust(request: SignedInRequest) -> HttpResponse:
    page = trust_page(request.user, request.person.trust, request.GET)
    tables = [
        (
            version,
            configured(
                request,
                standing_table(version, caption=counted(len(version.rows), "academy", "academies")),
                per_page=ACADEMIES_A_PAGE,
            ),
        )
        for version in page.versions
    ]
    return render(request, "academies/inspection_trust.html", {"page": page, "tables": tables})


@require_safe
@needs(Permission.VIEW_ACADEMY)
def inspection_trust_csv(request: SignedInRequest) -> HttpResponse:
    page = trust_page(request.user, request.person.trust, request.GET)
    return csv_response(configured(request, trust_file(page.versions)), "latest-inspections.csv")


@require_safe
def inspection_list(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug)
    records = may_at(academy, request.person, RECORD)
    add = Link("Enter an inspection", reverse("academies:inspection_add", args=[slug]), primary=True)
    context = {
        "page": history_page(request.user, academy, records=records),
        "academy": academy,
        "tabs": academy_tabs(request, academy),
        "crumbs": _crumbs(academy),
        "actions": [add] if records else [],
        "add": add if records else None,
    }
    return render(request, "academies/inspection_list.html", context)


@require_safe
def inspection_csv(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug)
    found = inspections_of(request.user, [academy])[academy.pk]
    return csv_response(configured(request, history_file(academy, found)), f"inspections-{slug}.csv")


@require_http_methods(["GET", "HEAD", "POST"])
def inspection_add(request: SignedInRequest, slug: str) -> HttpResponse:
    """First the day and the kind; then the areas and grades of the framework in force on that day."""
    academy = academy_or_404(request, slug, RECORD)
    sent = request.POST if request.method == "POST" else request.GET
    day_form = DayForm(sent if "started" in sent else None)
    form = None
    if day_form.is_bound and day_form.is_valid():
        started, kind = day_form.cleaned_data["started"], day_form.cleaned_data["kind"]
        framework = framework_on(started)
        assert framework is not None  # the first step refuses such a day
        initial = {"started": started, "kind": kind}
        if kind == InspectionKind.MONITORING and (now := standing_of(request.user, academy)):
            known = now.concern_category in framework.concern_categories
            initial["concern_category"] = now.concern_category if known else ""
        form = InspectionForm(request.POST or None, framework=framework, fixed=True, initial=initial)
        if request.method == "POST" and form.is_valid():
            try:
                inspection = record_inspection(by=request.user, academy=academy, grades=form.grades, **form.values)
            except ValidationError as error:
                put_errors(form, error)
            else:
                messages.success(request, f"The inspection of {british(inspection.started)} is entered.")
                return redirect("academies:inspection_list", slug=slug)
    context = {
        "academy": academy,
        "day_form": day_form,
        "form": form,
        "keep": f"inspection-of-{slug}-{form.framework.slug}" if form else "",
        "crumbs": _crumbs(academy, "Enter one"),
    }
    return render(request, "academies/inspection_add.html", context)


@require_safe
def inspection_show(request: SignedInRequest, pk: int) -> HttpResponse:
    inspection = _inspection_or_404(request, pk)
    academy = inspection.academy
    context = {
        "card": card_of(inspection),
        "inspection": inspection,
        "academy": academy,
        "changes": changes_of(inspection) if may_at(academy, request.person, Permission.VIEW_PEOPLE) else [],
        "records": may_at(academy, request.person, RECORD),
        "set_aside": SetAsideForm(),
        "tabs": academy_tabs(request, academy),
        "crumbs": _crumbs(academy, british(inspection.started)),
    }
    return render(request, "academies/inspection_show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def inspection_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    inspection = _to_record(request, pk)
    form = InspectionForm(request.POST or None, framework=inspection.words, now=as_form(inspection))
    if request.method == "POST" and form.is_valid():
        try:
            correct_inspection(by=request.user, inspection=inspection, grades=form.grades, **form.values)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The inspection is put right. What stood there before is kept.")
            return redirect("academies:inspection_show", pk=pk)
    academy = inspection.academy
    crumbs = _crumbs(academy, "Put it right")
    context = {"form": form, "inspection": inspection, "academy": academy, "crumbs": crumbs, "keep": f"inspection-{pk}"}
    return render(request, "academies/inspection_edit.html", context)


@require_POST
def inspection_set_aside(request: SignedInRequest, pk: int) -> HttpResponse:
    """An inspection entered by mistake counts no longer; one that was set aside comes back by the same button."""
    inspection = _to_record(request, pk)
    try:
        if inspection.set_aside_at:
            bring_back_inspection(by=request.user, inspection=inspection)
            messages.success(request, "The inspection is back and counts again.")
        else:
            set_aside_inspection(by=request.user, inspection=inspection, why=request.POST.get("why", "")[:300])
            messages.success(request, "The inspection is set aside and counts no longer. It can be brought back.")
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect("academies:inspection_show", pk=pk)


def _inspection_or_404(request: SignedInRequest, pk: int) -> Inspection:
    found = Inspection.objects.visible_to(request.user).select_related("academy__trust", "set_aside_by")
    inspection = get_object_or_404(found.prefetch_related("judgements"), pk=pk)
    academy_or_404(request, inspection.academy.slug)
    return inspection


def _to_record(request: SignedInRequest, pk: int) -> Inspection:
    inspection = _inspection_or_404(request, pk)
    if not may_at(inspection.academy, request.person, RECORD):
        raise PermissionDenied(f"Your roles do not let you {RECORD.value} at {inspection.academy}.")
    return inspection


def _crumbs(academy: Academy, here: str = "") -> list[Link]:
    crumbs = [Link("Academies", reverse("academies:academy_list")), Link(academy.name, academy_url(academy))]
    if not here:
        return [*crumbs, Link("Inspections")]
    return [*crumbs, Link("Inspections", reverse("academies:inspection_list", args=[academy.slug])), Link(here)]


def academy_url(academy: Academy) -> str:
    return reverse("academies:academy_detail", args=[academy.slug])
