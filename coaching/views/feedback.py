"""Feedback as it is written: saved as one types by static/js/feedback.js, or by a button; then given."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from academies.guards import SignedInRequest
from celt.ui import device
from celt.ui.errors import put_errors
from coaching.forms.visit import FeedbackForm
from coaching.guards import own_rows
from coaching.models import Visit, VisitState
from coaching.rules.visit import revisits
from coaching.selectors.cycle import CyclePlace
from coaching.selectors.visit import notes_of, steps_of_practice, steps_to_check, when_due
from coaching.services.feedback import ChangedMeanwhile, check_step, feedback_of, give_feedback, save_feedback, step_of
from coaching.views.visit_place import coached_or_403, refused, visit_frame, visit_or_404

TEXTS = {
    "praise": "Praise", "question": "Probing question", "step": "Action step", "rehearsed": "Rehearsal",
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@own_rows
def visit_feedback(request: SignedInRequest, pk: int) -> HttpResponse:
    visit, place = visit_or_404(request, pk)
    coached_or_403(place)
    if request.method != "POST":
        if visit.state == VisitState.OBSERVING and place.runs:
            return redirect("coaching:visit_observe", pk=pk)
        if visit.state != VisitState.OBSERVED or not place.runs:
            return redirect("coaching:visit_show", pk=pk)
        return _page(request, visit, place, _form(request, visit, place))
    form = _form(request, visit, place, request.POST)
    answer = _save(request, visit, place, form)
    if answer is None:
        messages.success(request, "Saved. Your colleague reads nothing of it before you give it.")
        return redirect("coaching:visit_feedback", pk=pk)
    return answer


@require_POST
@own_rows
def visit_save(request: SignedInRequest, pk: int) -> JsonResponse:
    """For the script: 200 with the new revision, 409 with what stands where another device changed it meanwhile, 400
    with a sentence for each field, 403 where nothing is taken any more."""
    visit, place = visit_or_404(request, pk)
    if not place.coaches:
        return device.kept("The coach writes the feedback.")
    if device.of_somebody_else(request):
        return device.kept(device.SOMEBODY_ELSE, 409)
    form = _form(request, visit, place, request.POST)
    if not form.is_valid():
        return JsonResponse({"says": "Not saved yet.", "fields": _sentences(form)}, status=400)
    try:
        saved = _write(request, visit, form)
    except ChangedMeanwhile as changed:
        now = {name: "" if value is None else str(value) for name, value in changed.now.items()}
        body = {"conflict": True, "says": changed.messages[0], "revision": changed.revision, "now": now}
        return JsonResponse(body, status=409)
    except PermissionDenied as error:
        return device.kept(str(error))
    except ValidationError as error:
        if place.runs and visit.state == VisitState.OBSERVED:
            put_errors(form, error)
            return JsonResponse({"says": "Not saved yet.", "fields": _sentences(form)}, status=400)
        return device.kept(error.messages[0])
    return JsonResponse({"saved": True, "revision": saved.revision})


@require_POST
@own_rows
def visit_give(request: SignedInRequest, pk: int) -> HttpResponse:
    """Saves what the form says and gives it. Given already, it stands."""
    visit, place = visit_or_404(request, pk)
    coached_or_403(place)
    form = _form(request, visit, place, request.POST)
    if "revision" in request.POST and (answer := _save(request, visit, place, form)) is not None:
        return answer
    try:
        give_feedback(by=request.user, visit=visit)
    except ValidationError as error:
        if not place.runs or visit.state != VisitState.OBSERVED:
            return refused(request, visit, place, error.messages[0])
        fresh, _ = visit_or_404(request, pk)
        form = _form(request, fresh, place, {**request.POST.dict(), "revision": str(fresh.revision)})
        form.is_valid()
        put_errors(form, error)
        return _page(request, fresh, place, form)
    messages.success(request, f"Given. {place.other_first} reads it from now on.")
    return redirect("coaching:visit_show", pk=pk)


def _form(request: SignedInRequest, visit: Visit, place: CyclePlace, data: Any = None) -> FeedbackForm:
    now = feedback_of(visit, step_of(request.user, visit))
    earlier, checked = steps_to_check(request.user, visit)
    steps = steps_of_practice(place, now["practice_step"])
    return FeedbackForm(data, now=now, revision=visit.revision, steps=steps, earlier=earlier, checked=checked)


def _save(request: SignedInRequest, visit: Visit, place: CyclePlace, form: FeedbackForm) -> HttpResponse | None:
    """None where it is saved; else the page that says why not, with what was typed."""
    if not form.is_valid():
        return _page(request, visit, place, form)
    try:
        _write(request, visit, form)
    except ChangedMeanwhile as changed:
        form.show_theirs(changed.now, changed.revision)
        return _page(request, visit, place, form)
    except ValidationError as error:
        if place.runs and visit.state == VisitState.OBSERVED:
            put_errors(form, error)
            return _page(request, visit, place, form)
        typed = [(label, form.cleaned_data.get(name, "")) for name, label in TEXTS.items()]
        return refused(request, visit, place, error.messages[0], *typed)
    return None


def _write(request: SignedInRequest, visit: Visit, form: FeedbackForm) -> Visit:
    saved = save_feedback(by=request.user, visit=visit, revision=form.cleaned_data["revision"], **form.given)
    for step, seen, says in form.checks:
        check_step(by=request.user, visit=visit, step=step, seen=seen, says=says)
    return saved  # fmt: skip


def _page(request: SignedInRequest, visit: Visit, place: CyclePlace, form: FeedbackForm) -> HttpResponse:
    context = {
        **visit_frame(request, visit, place, "Feedback"),
        "form": form,
        "notes": notes_of(request.user, visit),
        "answer": f"Feedback for {place.coachee_first}. {when_due(visit)}".strip(),
        "approach": place.cycle.approach,
        "revisits": [due for _, due in revisits(timezone.localdate())],
    }
    return render(request, "coaching/visit_feedback.html", context)


def _sentences(form: FeedbackForm) -> dict[str, str]:
    return {name or "": " ".join(str(error) for error in errors) for name, errors in form.errors.items()}
