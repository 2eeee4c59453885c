"""Setting a priority's target, and writing what a new figure means."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from academies.guards import SignedInRequest
from academies.ways import academy_tabs
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from plans.forms.target import MeaningForm, TargetForm, at_from, at_key
from plans.models import Priority
from plans.providers import Reading
from plans.selectors.target import targets
from plans.selectors.target_edit import Means, TargetPage, means, target_page
from plans.selectors.target_told import TargetTold, when_words
from plans.services.changing import why_plan_shut
from plans.services.meaning import newest_reading, write_meaning
from plans.services.target import Aim, clear_target, set_target
from plans.views.place import plan_crumbs, priority_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def target_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    priority = priority_or_404(request, pk, edit=True)
    if request.method == "POST" and request.POST.get("do") == "clear":
        return _clear(request, priority)
    page = target_page(request.user, request.person, priority, request.POST or request.GET)
    form = _form(page, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_target(priority=priority, by=request.user, aim=_aim(form))
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The target is set. The page tells how the figure stands as new ones come in.")
            return redirect("plans:priority_show", pk=pk)
    if request.headers.get("HX-Target") == "means":
        return render(request, "plans/_target_means.html", {"means": _means(page, request.GET), "page": page})
    typed = request.POST or {"start": form["start"].value() or "", "target": str(form["target"].value() or "")}
    context = {
        **_frame(request, priority, "Target"),
        "page": page,
        "form": form,
        "means": _means(page, typed),
        "shut": _why_not(priority),
    }
    return render(request, "plans/target_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def meaning_add(request: SignedInRequest, pk: int) -> HttpResponse:
    priority = priority_or_404(request, pk, edit=True)
    form = MeaningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        about = at_from(form.cleaned_data["about"]) or (0, "")
        try:
            write_meaning(priority=priority, by=request.user, says=form.cleaned_data["says"], about=about)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "It stands with the priority now, and on the academy’s timeline.")
            if request.GET.get("back") == "plan":
                return redirect(f"{reverse('plans:plan', args=[priority.plan.academy.slug])}#priority-{pk}")
            return redirect(f"{reverse('plans:priority_show', args=[pk])}#meanings")
    told = targets(request.user, request.person, [priority]).get(pk)
    reading = newest_reading(request.user, priority) if priority.measure else None
    if reading is not None:
        if form.is_bound:
            form.see_anew(reading.at)
        else:
            form.initial["about"] = at_key(reading.at)
    context = {
        **_frame(request, priority, "What it means"),
        "told": told,
        "reading": reading,
        "about": when_words(reading.at) if reading else "",
        "title": _figure_title(told, reading) if told and reading else "",
        "form": form,
        "keep": f"meaning-{pk}",
        "shut": _why_not(priority),
    }
    if request.headers.get("HX-Target") == f"means-{pk}":
        return render(request, "plans/_meaning_here.html", context)
    return render(request, "plans/meaning_add.html", context)


def _figure_title(told: TargetTold, reading: Reading) -> str:
    """Where the newest figure is not yet held against the target, the title still says that there is one."""
    return told.says if told.now else f"{reading.says} in {when_words(reading.at)}: what does it mean?"


def _form(page: TargetPage, data: Any) -> TargetForm:
    """The priority's own target where its figure is looked at; another figure starts with none."""
    priority = page.priority
    looked_at = {"measure": page.measure.slug, "figure_of": page.figure_of, "breakdown": page.breakdown}
    now: dict[str, Any] = {}
    if priority.target is not None:
        now = {
            **{name: getattr(priority, name) for name in looked_at},
            "start": f"{priority.baseline_year}:{priority.baseline_checkpoint}" if priority.baseline_year else "",
            "target": priority.target.normalize() if priority.target % 1 else priority.target.to_integral(),
            "target_year": priority.target_year,
            "target_checkpoint": priority.target_checkpoint,
        }
    same = all(now.get(name) == value for name, value in looked_at.items())
    return TargetForm(
        data,
        found=page.offered,
        figures={each.name: [(choice.value, choice.label) for choice in each.choices] for each in page.filters},
        checkpoints=page.checkpoints,
        years=page.years,
        decimals=page.measure.decimals,
        now=now,
        initial={} if same else {"target": "", **page.initial, **looked_at},
    )


def _aim(form: TargetForm) -> Aim:
    data = form.cleaned_data
    return Aim(
        measure=data["measure"],
        figure_of=data["figure_of"],
        breakdown=data["breakdown"],
        start=at_from(data["start"]),
        target=data["target"],
        by=(data["target_year"], data["target_checkpoint"]),
    )


def _means(page: TargetPage, typed: Mapping[str, str]) -> Means:
    return means(page, at_from(typed.get("start", "")), _number(typed.get("target", "")))


def _number(typed: str) -> Decimal | None:
    try:
        number = Decimal(typed.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**5 else None


def _clear(request: SignedInRequest, priority: Priority) -> HttpResponse:
    try:
        clear_target(priority=priority, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "The target is taken away. What was written about its figures stays.")
    return redirect("plans:priority_show", pk=priority.pk)


def _why_not(priority: Priority) -> str:
    if reason := why_plan_shut(priority.plan.academy, priority.plan.academic_year):
        return reason
    return "This priority was dropped. Take it up again before you change it." if priority.dropped_at else ""


def _frame(request: SignedInRequest, priority: Priority, here: str) -> dict[str, Any]:
    plan = priority.plan
    way = Link(priority.title, reverse("plans:priority_show", args=[priority.pk]))
    return {
        "priority": priority,
        "academy": plan.academy,
        "tabs": academy_tabs(request, plan.academy, under=reverse("plans:plan", args=[plan.academy.slug])),
        "crumbs": plan_crumbs(plan.academy, plan.academic_year, way, Link(here)),
        "back": way.url,
    }
