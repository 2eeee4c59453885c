"""The trust's programme: its stages, how long each takes, and the activities that are asked of academies."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from academies.access import Permission
from academies.guards import SignedInRequest, needs
from celt.ui.parts import Link
from plans.forms.programme import StageActivityForm, StageForm
from plans.models import Stage, StageActivity
from plans.selectors.programme import programme_page
from plans.services.programme import (
    add_activity,
    archive_activity,
    change_activity,
    change_stage,
    move_activity,
    start_programme,
)
from plans.views.stage import sent, show

manages = needs(Permission.MANAGE_PROGRAMME, whole_trust=True)


@require_http_methods(["GET", "HEAD", "POST"])
@manages
def programme(request: SignedInRequest) -> HttpResponse:
    """A POST takes the strategy's own stages, for a trust that has none."""
    trust = request.person.trust
    if request.method == "POST" and trust is not None:
        start_programme(by=request.user, trust=trust)
        return redirect("plans:programme")
    page = programme_page(request.user, trust)
    return render(request, "plans/programme.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@manages
def stage_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    stage = _stage(request, pk)
    form = StageForm(sent(request), stage=stage)
    if request.method == "POST" and form.is_valid():
        try:
            change_stage(by=request.user, stage=stage, **form.cleaned_data)
        except ValidationError as error:
            show(form, error)
        else:
            messages.success(request, "The stage is changed, for every academy of the trust.")
            return redirect("plans:programme")
    return _form(request, form, str(stage), "Save the stage", f"stage-{pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@manages
def activity_new(request: SignedInRequest, pk: int) -> HttpResponse:
    stage = _stage(request, pk)
    form = StageActivityForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            add_activity(by=request.user, stage=stage, **form.cleaned_data)
        except ValidationError as error:
            show(form, error)
        else:
            messages.success(request, "The activity is added. Academies in this stage see it from now on.")
            return redirect("plans:programme")
    return _form(
        request, form, f"A new activity in stage {stage.get_number_display().lower()}", "Add it", f"activity-of-{pk}"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@manages
def activity_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    activity = _activity(request, pk)
    form = StageActivityForm(sent(request), activity=activity)
    if request.method == "POST" and form.is_valid():
        try:
            change_activity(by=request.user, activity=activity, **form.cleaned_data)
        except ValidationError as error:
            show(form, error)
        else:
            messages.success(request, "The activity is changed. What academies logged under it stays.")
            return redirect("plans:programme")
    return _form(request, form, activity.name, "Save the activity", f"stage-activity-{pk}")


@require_POST
@manages
def activity_move(request: SignedInRequest, pk: int) -> HttpResponse:
    activity = _activity(request, pk)
    try:
        move_activity(by=request.user, activity=activity, way="up" if request.POST.get("way") == "up" else "down")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{reverse('plans:programme')}#stage-{activity.stage.number}")


@require_POST
@manages
def activity_archive(request: SignedInRequest, pk: int) -> HttpResponse:
    activity = _activity(request, pk)
    back = request.POST.get("do") == "back"
    try:
        archive_activity(by=request.user, activity=activity, archived=not back)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        said = "is asked of academies again" if back else "is put away. What academies logged under it stays"
        messages.success(request, f"“{activity}” {said}.")
    return redirect(f"{reverse('plans:programme')}#stage-{activity.stage.number}")


def _stage(request: SignedInRequest, pk: int) -> Stage:
    stage = get_object_or_404(Stage.objects.visible_to(request.user).select_related("trust"), pk=pk)
    if not Stage.objects.editable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied("The stages and their activities are set by the trust’s leaders.")
    return stage


def _activity(request: SignedInRequest, pk: int) -> StageActivity:
    rows = StageActivity.objects.visible_to(request.user).select_related("stage__trust")
    activity = get_object_or_404(rows, pk=pk)
    _stage(request, activity.stage_id)
    return activity


def _form(request: SignedInRequest, form: forms.Form, title: str, submit: str, keep: str) -> HttpResponse:
    home = reverse("plans:programme")
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "keep": keep,
        "home": home,
        "crumbs": [Link("Stages and activities", home), Link(title)],
    }
    return render(request, "plans/programme_form.html", context)
