"""A priority of a plan: reading it, adding, changing, ordering, dropping one and taking it up again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.access import Permission
from academies.guards import SignedInRequest
from academies.models import Academy
from academies.ways import academy_tabs
from celt.lib.terms import year_label
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from plans.forms.priority import CriterionForm, DropForm, EvidenceForm, PriorityForm, as_typed
from plans.models import Plan, Priority
from plans.models.priority import MOST
from plans.selectors.priority import choosable, priority_page
from plans.services.changing import why_plan_shut
from plans.services.priority import (
    FULL,
    add_priority,
    change_priority,
    drop_priority,
    move_priority,
    take_up_priority,
)
from plans.views.place import plan_address, plan_crumbs, plan_or_404, priority_or_404


@require_safe
def priority_show(request: SignedInRequest, pk: int) -> HttpResponse:
    priority = priority_or_404(request, pk)
    page = priority_page(request.user, request.person, priority)
    context = {
        **_frame(request, priority.plan, Link(page.card.title)),
        "page": page,
        "priority": priority,
        "adding": CriterionForm(auto_id="id_new_%s") if page.may_edit else None,
    }
    return render(request, "plans/priority_show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def priority_new(request: SignedInRequest, slug: str, year: str) -> HttpResponse:
    plan = plan_or_404(request, slug, year, Permission.EDIT_PLAN)
    offered = choosable(request.user, plan.academy, plan.academic_year)
    form = PriorityForm(request.POST or None, choosable=offered)
    if request.method == "POST" and form.is_valid():
        try:
            priority = add_priority(plan=plan, by=request.user, **_said(form))
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The priority stands in the plan. Set its target and its first action next.")
            return redirect("plans:priority_show", pk=priority.pk)
    standing = plan.priorities.filter(dropped_at__isnull=True).count()
    context = {
        **_frame(request, plan, Link("Add a priority")),
        "form": form,
        "answer": f"Add a priority to the plan for {year_label(plan.academic_year)}",
        "lead": f"{standing} of {MOST} stand. Only the first line is needed now; the rest can follow.",
        "keep": f"priority-new-{plan.pk}",
        "submit": "Add the priority",
        "shut": why_plan_shut(plan.academy, plan.academic_year) or (FULL if standing >= MOST else ""),
        "back": plan_address(plan),
    }
    return render(request, "plans/priority_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def priority_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    priority = priority_or_404(request, pk, edit=True)
    plan = priority.plan
    offered = choosable(request.user, plan.academy, plan.academic_year, priority)
    form = PriorityForm(request.POST or None, choosable=offered, now=as_typed(priority))
    if request.method == "POST" and form.is_valid():
        try:
            change_priority(priority=priority, by=request.user, **_said(form))
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The priority is saved.")
            return redirect("plans:priority_show", pk=pk)
    context = {
        **_frame(request, plan, _way_to(priority), Link("Edit")),
        "form": form,
        "priority": priority,
        "answer": f"Edit “{priority.title}”",
        "keep": f"priority-{pk}",
        "submit": "Save the priority",
        "shut": _why_not(priority),
        "back": reverse("plans:priority_show", args=[pk]),
    }
    return render(request, "plans/priority_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def priority_evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    """The records that it came from."""
    priority = priority_or_404(request, pk, edit=True)
    form = EvidenceForm(request.POST or None, user=request.user, person=request.person, priority=priority)
    if request.method == "POST" and form.is_valid():
        try:
            change_priority(priority=priority, by=request.user, evidence=form.cleaned_data["evidence"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "What the priority came from is saved.")
            return redirect("plans:priority_show", pk=pk)
    context = {
        **_frame(request, priority.plan, _way_to(priority), Link("What it came from")),
        "form": form,
        "priority": priority,
        "answer": f"What “{priority.title}” came from",
        "keep": f"priority-evidence-{pk}",
        "submit": "Save",
        "shut": _why_not(priority),
        "back": reverse("plans:priority_show", args=[pk]),
    }
    return render(request, "plans/priority_edit.html", context)


@require_POST
def priority_move(request: SignedInRequest, pk: int) -> HttpResponse:
    priority = priority_or_404(request, pk, edit=True)
    to: Any = request.POST.get("to", "")
    try:
        move_priority(priority=priority, by=request.user, to=to)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{plan_address(priority.plan)}#priorities")


@require_http_methods(["GET", "HEAD", "POST"])
def priority_drop(request: SignedInRequest, pk: int) -> HttpResponse:
    priority = priority_or_404(request, pk, edit=True)
    form = DropForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            drop_priority(priority=priority, by=request.user, because=form.cleaned_data["because"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"“{priority.title}” is dropped. It stays readable below the plan.")
            return redirect(plan_address(priority.plan))
    context = {
        **_frame(request, priority.plan, _way_to(priority), Link("Drop it")),
        "form": form,
        "priority": priority,
        "keep": f"priority-drop-{pk}",
        "shut": why_plan_shut(priority.plan.academy, priority.plan.academic_year),
        "back": reverse("plans:priority_show", args=[pk]),
    }
    return render(request, "plans/priority_drop.html", context)


@require_POST
def priority_take_up(request: SignedInRequest, pk: int) -> HttpResponse:
    priority = priority_or_404(request, pk, edit=True)
    try:
        take_up_priority(priority=priority, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"“{priority.title}” stands in the plan again.")
    return redirect("plans:priority_show", pk=pk)


def _said(form: PriorityForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "seen"}


def _why_not(priority: Priority) -> str:
    if reason := why_plan_shut(priority.plan.academy, priority.plan.academic_year):
        return reason
    return "This priority was dropped. Take it up again before you change it." if priority.dropped_at else ""


def _way_to(priority: Priority) -> Link:
    return Link(priority.title, reverse("plans:priority_show", args=[priority.pk]))


def _frame(request: SignedInRequest, plan: Plan, *way: Link) -> dict[str, Any]:
    academy: Academy = plan.academy
    return {
        "plan": plan,
        "academy": academy,
        "tabs": academy_tabs(request, academy, under=reverse("plans:plan", args=[academy.slug])),
        "crumbs": plan_crumbs(academy, plan.academic_year, *way),
    }
