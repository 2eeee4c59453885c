"""Setting an action step aside, and taking it up again."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from academies.guards import SignedInRequest
from celt.ui.errors import put_errors
from coaching.forms.cycle import SetAsideForm
from coaching.guards import own_rows
from coaching.models import ActionStep, StepState
from coaching.selectors.cycle import CyclePlace
from coaching.services.step import set_aside_step, take_up_step
from coaching.views.cycle_place import cycle_form, place_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@own_rows
def step_set_aside(request: SignedInRequest, pk: int) -> HttpResponse:
    step, place = _step_or_404(request, pk)
    if request.method != "POST" and (step.state != StepState.OPEN or not place.runs):
        return redirect("coaching:cycle_show", place.cycle.pk)
    form = SetAsideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            set_aside_step(by=request.user, step=step, why=form.cleaned_data["why"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"Set aside. {place.other_first} reads why.")
            return redirect("coaching:cycle_show", place.cycle.pk)
    return cycle_form(
        request, place, form, answer=f"Set aside: {step.says}", submit="Set it aside", here="Set a step aside",
        lead="No visit checks it any more and no reminder asks for it. It stays in the record, to be taken up again.",
    )  # fmt: skip


@require_POST
@own_rows
def step_take_up(request: SignedInRequest, pk: int) -> HttpResponse:
    step, place = _step_or_404(request, pk)
    try:
        take_up_step(by=request.user, step=step)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("coaching:cycle_show", place.cycle.pk)


def _step_or_404(request: SignedInRequest, pk: int) -> tuple[ActionStep, CyclePlace]:
    """A step that both read: not one of feedback that is still being written."""
    step = ActionStep.objects.visible_to(request.user).filter(pk=pk, given_on__isnull=False).first()
    if step is None:
        raise Http404
    return step, place_or_404(request, step.cycle_id)
