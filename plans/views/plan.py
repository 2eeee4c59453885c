"""The plan of an academy and year: reading it, beginning it, editing its texts where they stand."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from academies.access import Permission
from academies.guards import SignedInRequest
from academies.models import Academy
from academies.ways import academy_tabs
from celt.lib.sentences import counted
from celt.lib.terms import year_label
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from plans.forms.plan import HEADINGS, BeginForm, PlanTextForm
from plans.selectors.begin import Beginning, beginning
from plans.selectors.plan import plan_page, running_year
from plans.selectors.ring import picture
from plans.services.changing import why_academy_shut, why_plan_shut
from plans.services.plan import TEXTS, begin_plan, change_plan
from plans.views.place import place_or_404, plan_address, plan_crumbs, plan_or_404, year_or_404


@require_safe
def plan(request: SignedInRequest, slug: str) -> HttpResponse:
    """The running year's."""
    academy = place_or_404(request, slug)
    return _page(request, academy, running_year())


@require_safe
def plan_year(request: SignedInRequest, slug: str, year: str) -> HttpResponse:
    academy = place_or_404(request, slug)
    return _page(request, academy, year_or_404(year))


@require_safe
def plan_rings(request: SignedInRequest, slug: str) -> HttpResponse:
    """The newest picture of the rings in small; the plan's page loads it in place."""
    academy = place_or_404(request, slug)
    context = {"academy": academy, "picture": picture(request.user, academy)}
    return render(request, "plans/_plan_rings.html", context)


def _page(request: SignedInRequest, academy: Academy, year: int) -> HttpResponse:
    page = plan_page(request.user, request.person, academy, year)
    if page.plan is None and year != running_year():
        raise Http404("There is no plan for that year.")
    texts = [
        (part, HEADINGS[part], text, PlanTextForm(plan=page.plan, part=part) if page.may_edit else None)
        for part, text in page.texts.items()
        if page.plan is not None
    ]
    context = {
        "page": page,
        "plan": page.plan,
        "academy": academy,
        "tabs": academy_tabs(request, academy, under=reverse("plans:plan", args=[academy.slug])),
        "crumbs": plan_crumbs(academy, year),
        # Who only reads the plan reads first why it is so; who writes it finds first what presses.
        "first": texts[:1] if not page.writes else [],
        "texts": texts if page.writes else texts[1:],
    }
    return render(request, "plans/plan_show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_begin(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = place_or_404(request, slug, Permission.EDIT_PLAN)
    there = beginning(request.user, academy)
    form = BeginForm(
        request.POST or None,
        years=there.years or [running_year()],
        going_on=[(each.pk, each.label) for each in there.priorities],
        has_before=there.before is not None,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            begun = begin_plan(
                academy=academy,
                academic_year=data["year"],
                by=request.user,
                carry_over=data.get("priorities", ()),
                texts=data.get("texts", False),
            )
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _begun(begun.academic_year, len(data.get("priorities", ()))))
            return redirect(plan_address(begun))
    back = reverse("plans:plan", args=[slug])
    context = {
        "form": form,
        "academy": academy,
        "there": there,
        "shut": why_academy_shut(academy),
        "answer": _asked(academy, there),
        "back": back,
        "tabs": academy_tabs(request, academy, under=back),
        "crumbs": plan_crumbs(academy, None, Link("Plan", back), Link("Begin a plan")),
    }
    return render(request, "plans/plan_begin.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_edit(request: SignedInRequest, slug: str, year: str) -> HttpResponse:
    """One text of the plan, `?part=`; sent from where it stands on the plan's page."""
    plan = plan_or_404(request, slug, year, Permission.EDIT_PLAN)
    part = request.GET.get("part", TEXTS[0])
    if part not in TEXTS:
        raise Http404("A plan has no such text.")
    form = PlanTextForm(request.POST or None, plan=plan, part=part)
    shut = why_plan_shut(plan.academy, plan.academic_year)
    if request.method == "POST" and form.is_valid():
        try:
            change_plan(plan=plan, by=request.user, **{part: form.cleaned_data[part]})
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"“{HEADINGS[part]}” is saved.")
            return redirect(f"{plan_address(plan)}#{part}")
    context = {
        "form": form,
        "plan": plan,
        "part": part,
        "shut": shut,
        "academy": plan.academy,
        "answer": f"{HEADINGS[part]}: {plan.academy}, {year_label(plan.academic_year)}",
        "back": f"{plan_address(plan)}#{part}",
        "tabs": academy_tabs(request, plan.academy, under=reverse("plans:plan", args=[slug])),
        "crumbs": plan_crumbs(plan.academy, plan.academic_year, Link(HEADINGS[part])),
    }
    return render(request, "plans/plan_edit.html", context)


def _asked(academy: Academy, there: Beginning) -> str:
    if not there.years:
        return f"{academy} has its plan already"
    if len(there.years) > 1:
        return f"Begin a plan for {academy}"
    return f"Begin {academy}’s plan for {year_label(there.years[0])}"


def _begun(year: int, going_on: int) -> str:
    if going_on:
        going = counted(going_on, "priority", "priorities")
        return f"The plan for {year_label(year)} is begun, with {going} from the year before."
    return f"The plan for {year_label(year)} is begun. Say why, then add its first priority."
