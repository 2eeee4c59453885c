"""Models of coaching: the trust's list, adding one, changing one, putting one away."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, needs
from academies.models import Trust
from celt.lib.sentences import opened
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from coaching.forms.cycle import ApproachForm, approach_as_typed
from coaching.models import Approach
from coaching.services.approach import put_away, start_approaches, write_approach
from coaching.strategy import MODELS

manages = needs(Permission.MANAGE_COACHING, whole_trust=True)
WRITES = ["GET", "HEAD", "POST"]


@require_safe
@manages
def approach_list(request: SignedInRequest) -> HttpResponse:
    approaches = Approach.objects.editable_by(request.user).filter(trust=_trust(request))
    context = {
        "approaches": [each for each in approaches if each.archived_at is None],
        "away": [each for each in approaches if each.archived_at is not None],
        "crumbs": [Link("Coaching", reverse("coaching:home")), Link("Models of coaching")],
        "shipped": MODELS,
        "actions": [Link("Add a model", reverse("coaching:approach_new"))],
    }
    return render(request, "coaching/approach_list.html", context)


@require_POST
@manages
def approach_start(request: SignedInRequest) -> HttpResponse:
    """The product's own models, for a trust that has none."""
    made = start_approaches(by=request.user, trust=_trust(request))
    if made:
        says = (
            f"{opened(len(made), 'model')} of coaching can be chosen from now on. Change what you would say otherwise."
        )
        messages.success(request, says)
    return redirect("coaching:approach_list")


@require_http_methods(WRITES)
@manages
def approach_new(request: SignedInRequest) -> HttpResponse:
    form = ApproachForm(request.POST if request.method == "POST" else None)
    return _form(request, form, None)


@require_http_methods(WRITES)
@manages
def approach_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    approach = get_object_or_404(Approach.objects.editable_by(request.user), pk=pk)
    if approach.archived_at is not None and request.method != "POST":
        messages.info(request, "This model is put away, and stands as it was.")
        return redirect("coaching:approach_list")
    form = ApproachForm(request.POST if request.method == "POST" else None, now=approach_as_typed(approach))
    return _form(request, form, approach)


def _form(request: SignedInRequest, form: ApproachForm, approach: Approach | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        trust = approach.trust if approach else _trust(request)
        try:
            written = write_approach(by=request.user, trust=trust, approach=approach, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"“{written}” is saved. Cycles that run keep their rhythm.")
            return redirect("coaching:approach_list")
    here = str(approach) if approach else "Add a model"
    context = {
        "form": form,
        "approach": approach,
        "answer": f"Change “{approach}”" if approach else "Add a model of coaching",
        "keep": f"coaching-model-{approach.pk if approach else 'new'}",
        "crumbs": [
            Link("Coaching", reverse("coaching:home")),
            Link("Models of coaching", reverse("coaching:approach_list")),
            Link(here),
        ],
    }
    return render(request, "coaching/approach_form.html", context)


@require_POST
@manages
def approach_away(request: SignedInRequest, pk: int) -> HttpResponse:
    approach = get_object_or_404(Approach.objects.editable_by(request.user), pk=pk)
    try:
        put_away(by=request.user, approach=approach)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, f"“{approach}” is put away. Cycles that run go on.")
    return redirect("coaching:approach_list")


def _trust(request: SignedInRequest) -> Trust:
    trust = request.person.trust
    assert trust is not None  # `manages` let nobody in without one
    return trust
