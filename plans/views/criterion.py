"""Success criteria: adding one where the priority stands, wording and judging it, putting it away."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from academies.guards import SignedInRequest
from academies.ways import academy_tabs
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from plans.forms.priority import CriterionForm, JudgeForm
from plans.models import Priority, SuccessCriterion
from plans.services.changing import why_plan_shut
from plans.services.criterion import add_criterion, change_criterion, put_away_criterion
from plans.views.place import plan_crumbs, priority_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def criterion_add(request: SignedInRequest, pk: int) -> HttpResponse:
    priority = priority_or_404(request, pk, edit=True)
    form = CriterionForm(request.POST or None, auto_id="id_new_%s")
    if request.method == "POST" and form.is_valid():
        try:
            add_criterion(priority=priority, by=request.user, says=form.cleaned_data["says"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The success criterion is added.")
            return redirect(_back(priority))
    return _render(request, priority, form, "Add a success criterion")


@require_http_methods(["GET", "HEAD", "POST"])
def criterion_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    criterion, priority = _criterion(request, pk)
    form = JudgeForm(request.POST or None, criterion=criterion)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            change_criterion(
                criterion=criterion, by=request.user, says=said["says"], met=said["met"], note=said["note"]
            )
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The success criterion is saved.")
            return redirect(_back(priority))
    return _render(request, priority, form, "Judge a success criterion", criterion)


@require_POST
def criterion_put_away(request: SignedInRequest, pk: int) -> HttpResponse:
    criterion, priority = _criterion(request, pk, archived=True)
    try:
        put_away_criterion(criterion=criterion, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "The success criterion is put away. It stays on record.")
    return redirect(_back(priority))


def _criterion(request: SignedInRequest, pk: int, *, archived: bool = False) -> tuple[SuccessCriterion, Priority]:
    """404 where it is not visible or put away, 403 where the person may only read it."""
    found = SuccessCriterion.objects.visible_to(request.user)
    criterion = get_object_or_404(found if archived else found.filter(archived_at__isnull=True), pk=pk)
    return criterion, priority_or_404(request, criterion.priority_id, edit=True)


def _back(priority: Priority) -> str:
    return f"{reverse('plans:priority_show', args=[priority.pk])}#criteria"


def _render(
    request: SignedInRequest,
    priority: Priority,
    form: CriterionForm | JudgeForm,
    answer: str,
    criterion: SuccessCriterion | None = None,
) -> HttpResponse:
    plan = priority.plan
    way = Link(priority.title, reverse("plans:priority_show", args=[priority.pk]))
    context = {
        "form": form,
        "priority": priority,
        "criterion": criterion,
        "answer": answer,
        "keep": f"criterion-{criterion.pk}" if criterion else f"criterion-of-{priority.pk}",
        "shut": why_plan_shut(plan.academy, plan.academic_year),
        "back": _back(priority),
        "academy": plan.academy,
        "tabs": academy_tabs(request, plan.academy, under=reverse("plans:plan", args=[plan.academy.slug])),
        "crumbs": plan_crumbs(plan.academy, plan.academic_year, way, Link(answer)),
    }
    return render(request, "plans/criterion_edit.html", context)
