"""A cycle's page; changing it, closing it, planning its visits, looking back at a step."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from academies.guards import SignedInRequest
from celt.lib.days import british
from celt.ui.errors import put_errors
from coaching.forms.cycle import (
    CallOffForm,
    CloseForm,
    CycleForm,
    RevisitForm,
    VisitPlanForm,
    cycle_as_typed,
)
from coaching.guards import own_rows
from coaching.models import Opened, Revisit, Visit, VisitState
from coaching.rules.cycle import StepName, why_not
from coaching.selectors.cycle import CyclePlace
from coaching.selectors.cycle_show import cycle_page, day_by_rhythm
from coaching.services.cycle import change_cycle, close_cycle
from coaching.services.cycle_gate import standing_of
from coaching.services.openings import log_opening
from coaching.services.planning import call_off_visit, plan_visit
from coaching.services.reminding import answer_revisit
from coaching.views.cycle_place import cycle_form, frame, place_or_404, refuse_other
from coaching.views.visit_place import visit_or_404
from toolkit.selectors.practice_choice import practices_for

WRITES = ["GET", "HEAD", "POST"]


@require_safe
@own_rows
def cycle_show(request: SignedInRequest, pk: int) -> HttpResponse:
    place = place_or_404(request, pk)
    log_opening(by=request.user, cycle=place.cycle, what=Opened.CYCLE)
    page = cycle_page(request.user, place)
    context = {**frame(request, place), "page": page, "answer": page.answer, "actions": []}
    return render(request, "coaching/cycle_show.html", context)


@require_http_methods(WRITES)
@own_rows
def cycle_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    place = place_or_404(request, pk)
    if (ended := _ended(request, place, "change")) is not None:
        return ended
    cycle, own = place.cycle, place.coached
    form = CycleForm(
        request.POST if request.method == "POST" else None,
        now=cycle_as_typed(cycle, own_goal=own),
        own_goal=own,
        practices=practices_for(request.user, cycle.trust_id, cycle.practice_id),
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_cycle(by=request.user, cycle=cycle, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "Saved. You both see it so from now on.")
            return redirect("coaching:cycle_show", pk)
    lead = "" if own else f"The goal is in {place.other_first}’s own words, and theirs to change."
    return cycle_form(
        request, place, form, answer="Change what you work on", submit="Save the change", lead=lead, here="Change"
    )


@require_http_methods(WRITES)
@own_rows
def cycle_close(request: SignedInRequest, pk: int) -> HttpResponse:
    place = place_or_404(request, pk)
    if (ended := _ended(request, place, "close")) is not None:
        return ended
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            close_cycle(by=request.user, cycle=place.cycle, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "Closed. The record stays, to be read and kept.")
            return redirect("coaching:cycle_show", pk)
    unwritten = Visit.objects.visible_to(request.user).filter(
        cycle=place.cycle, state__in=(VisitState.OBSERVING, VisitState.OBSERVED)
    )
    warn = f"There is a visit without feedback. Once the cycle is closed, {place.coach_first} can no longer give it."
    lead = (
        "Everything stays to be read by you two; nothing can be added. Planned visits are called off."
        f" {place.other_first} sees that you closed it."
    )
    return cycle_form(
        request, place, form, answer="Close this cycle", submit="Close the cycle", lead=lead,
        warns=[warn] if unwritten.exists() else [],
    )  # fmt: skip


@require_http_methods(WRITES)
@own_rows
def visit_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    place = place_or_404(request, pk)
    if (ended := _ended(request, place, "plan")) is not None:
        return ended
    return _planned(request, place, None)


@require_http_methods(WRITES)
@own_rows
def visit_move(request: SignedInRequest, pk: int) -> HttpResponse:
    visit, place = visit_or_404(request, pk)
    if (ended := _not_planned(request, place, visit)) is not None:
        return ended
    return _planned(request, place, visit)


def _planned(request: SignedInRequest, place: CyclePlace, moved: Visit | None) -> HttpResponse:
    if moved:
        initial = {"day": moved.day, "at": moved.at, "where": moved.where}
    else:
        initial = {"day": day_by_rhythm(request.user, place)}
    form = VisitPlanForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            visit = plan_visit(by=request.user, cycle=place.cycle, moved=moved, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"The visit is on {british(visit.day)}. {place.other_first} sees it too.")
            return redirect("coaching:cycle_show", place.cycle.pk)
    return cycle_form(
        request, place, form,
        answer="Move the visit" if moved else "Plan the next visit",
        submit="Move the visit" if moved else "Plan the visit",
        lead="It stands on the coaching pages of you two, and on nobody else’s.",
    )  # fmt: skip


@require_http_methods(WRITES)
@own_rows
def visit_call_off(request: SignedInRequest, pk: int) -> HttpResponse:
    visit, place = visit_or_404(request, pk)
    if (ended := _not_planned(request, place, visit)) is not None:
        return ended
    form = CallOffForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            call_off_visit(by=request.user, visit=visit, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The visit is called off.")
            return redirect("coaching:cycle_show", place.cycle.pk)
    return cycle_form(request, place, form, answer=f"Call off the visit of {british(visit.day)}", submit="Call it off")


@require_http_methods(WRITES)
@own_rows
def revisit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Two taps: how it goes, and send."""
    own = Revisit.objects.visible_to(request.user).filter(step__given_on__isnull=False)
    found = get_object_or_404(own.select_related("step", "step__visit"), pk=pk)
    place = place_or_404(request, found.cycle_id)
    found.cycle = place.cycle
    refuse_other(place, "revisit")
    if (ended := _ended(request, place, "revisit")) is not None:
        return ended
    form = RevisitForm(
        request.POST if request.method == "POST" else None,
        initial={"holding": found.holding, "says": found.says},
    )
    if request.method == "POST" and form.is_valid():
        try:
            answer_revisit(by=request.user, revisit=found, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"Kept. {place.coach_first} sees it too.")
            return redirect("coaching:cycle_show", place.cycle.pk)
    weeks = "A week" if found.weeks == 1 else f"{found.weeks} weeks"
    return cycle_form(
        request, place, form, answer=found.step.says, submit="Keep it", here="Look back",
        lead=f"{weeks} on, how does this step go? There is no wrong answer; leave it out if you like.",
    )  # fmt: skip


def _ended(request: SignedInRequest, place: CyclePlace, step: StepName) -> HttpResponse | None:
    """Back to its page, with the reason, where the form would only be refused. What was typed is answered by the
    service."""
    reason = why_not(step, standing_of(place.cycle))
    if not reason or request.method == "POST":
        return None
    messages.info(request, reason)
    return redirect("coaching:cycle_show", place.cycle.pk)


def _not_planned(request: SignedInRequest, place: CyclePlace, visit: Visit) -> HttpResponse | None:
    if (ended := _ended(request, place, "plan")) is not None:
        return ended
    if visit.state == VisitState.PLANNED or request.method == "POST":
        return None
    messages.info(request, "This visit is not planned any more: it has begun, or was called off.")
    return redirect("coaching:cycle_show", place.cycle.pk)
