"""Saying what came of a practice, changing it, taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from academies.access import Permission, Person
from academies.guards import SignedInRequest
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from toolkit.forms.trial import TrialForm, trial_as_typed
from toolkit.models import Practice, Trial
from toolkit.selectors.places import places_of
from toolkit.services.trial import NOT_YOURS, add_trial, change_trial, withdraw_trial
from toolkit.views.practice import practice_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def trial_add(request: SignedInRequest, slug: str) -> HttpResponse:
    practice = practice_or_404(request, slug)
    if not request.person.can(Permission.TRY_PRACTICES):
        raise PermissionDenied(f"Your roles do not let you {Permission.TRY_PRACTICES.value}.")
    if practice.current_id is None or practice.archived_at is not None:
        messages.info(request, f"“{practice}” is not in use, so nothing new is written about it.")
        return redirect("toolkit:practice_show", slug)
    places = places_of(request.user, request.person)
    form = TrialForm(request.POST or None, places=places)
    if request.method == "POST" and form.is_valid():
        try:
            add_trial(by=request.user, practice=practice, **form.said)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "Thank you. Colleagues read it where they read the practice.")
            return redirect("toolkit:practice_show", slug)
    return _page(request, practice, form, answer=f"What came of “{practice}”?", submit="Say it", keep=f"tried-{slug}")


@require_http_methods(["GET", "HEAD", "POST"])
def trial_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    trial = _own_trial(request, pk)
    practice = trial.practice
    form = TrialForm(request.POST or None, now=trial_as_typed(trial))
    if request.method == "POST" and form.is_valid():
        try:
            change_trial(by=request.user, trial=trial, **form.said)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "Changed.")
            return redirect("toolkit:practice_show", practice.slug)
    return _page(
        request, practice, form, answer=f"Change what you found with “{practice}”", submit="Save", keep=f"trial-{pk}",
        trial=trial,
    )  # fmt: skip


@require_POST
def trial_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    trial = _own_trial(request, pk)
    withdraw_trial(by=request.user, trial=trial)
    messages.success(request, "What you wrote is taken back: nobody reads or counts it any more.")
    return redirect("toolkit:practice_show", trial.practice.slug)


def _page(
    request: SignedInRequest,
    practice: Practice,
    form: TrialForm,
    *,
    answer: str,
    submit: str,
    keep: str,
    trial: Trial | None = None,
) -> HttpResponse:
    show = reverse("toolkit:practice_show", args=[practice.slug])
    context = {
        "form": form,
        "practice": practice,
        "trial": trial,
        "answer": answer,
        "submit": submit,
        "keep": keep,
        "back": show,
        "crumbs": [Link(practice.title, show), Link("What came of it")],
    }
    return render(request, "toolkit/trial_edit.html", context)


def _own_trial(request: SignedInRequest, pk: int) -> Trial:
    """404 for who does not read it; 403 for everybody but its writer, and once they work there no more."""
    found = Trial.objects.visible_to(request.user).filter(withdrawn_at__isnull=True)
    trial = get_object_or_404(found.select_related("practice__trust", "academy__trust"), pk=pk)
    if not Trial.objects.editable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied(NOT_YOURS)
    request.person = Person(request.person.memberships, trial.academy.trust)
    return trial
