"""An academy's way through the three stages: its page, its beginning, and logging an activity."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, academy_or_404
from academies.models import Academy
from academies.selectors.records import named_records
from academies.ways import academy_tabs, may_at
from celt.ui.parts import Link
from plans.forms.stage import ActivityForm, BeginForm, going_on
from plans.models import ActivityProgress, StageActivity
from plans.selectors.stage_page import activity_line, stages_page
from plans.services.stage import begin_journey, log_activity, present_stage

# Sent by a form that offers records: without it, the records that are named stay as they are.
WITH_RECORDS = "with_records"


@require_safe
def stages(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.VIEW_PLAN)
    return _page(request, academy, BeginForm())


@require_http_methods(["GET", "HEAD", "POST"])
def stage_begin(request: SignedInRequest, slug: str) -> HttpResponse:
    """The same page; the day on which stage one began is sent here."""
    academy = academy_or_404(request, slug, Permission.VIEW_PLAN)
    refuse_others(academy, request)
    form = BeginForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            begin_journey(academy, request.user, form.cleaned_data["on"])
        except ValidationError as error:
            show(form, error)
        else:
            messages.success(request, f"{academy} is in stage one. Log what is under way already.")
            return redirect("plans:stages", slug=slug)
    return _page(request, academy, form)


def _page(request: SignedInRequest, academy: Academy, form: BeginForm) -> HttpResponse:
    page = stages_page(request.user, request.person, academy)
    context = {
        "page": page,
        "form": form,
        "academy": academy,
        "standing": page.standing,
        "tabs": academy_tabs(request, academy, under=under(academy)),
        "crumbs": [*crumbs(academy), Link("Stages")],
    }
    return render(request, "plans/stages.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def activity_log(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """The form alone for htmx, which puts it below the activity; a page of its own without script."""
    academy = academy_or_404(request, slug, Permission.EDIT_PLAN)
    activities = StageActivity.objects.visible_to(request.user).select_related("stage")
    activity = get_object_or_404(activities, pk=pk, stage__trust=academy.trust_id)
    progress = ActivityProgress.objects.visible_to(request.user).filter(academy=academy, activity=activity).first()
    choosing = chooses(request)
    present = present_stage(academy)
    form = ActivityForm(
        None if choosing else sent(request), user=request.user, person=request.person, academy=academy,
        activity=activity.pk, progress=progress, may_begin=bool(present) and activity.stage.number <= present,
        records=choosing or WITH_RECORDS in request.POST,
    )  # fmt: skip
    if choosing:
        going_on(form, request.POST)
    home = f"{reverse('plans:stages', args=[slug])}#activity-{activity.pk}"
    if request.method == "POST" and form.is_valid():
        try:
            logged = log_activity(
                by=request.user,
                academy=academy,
                activity=activity,
                **{"evidence": _kept(progress), **form.cleaned_data},
            )
        except ValidationError as error:
            show(form, error)
        else:
            messages.success(request, f"Logged. {activity}: {logged.get_state_display().lower()}.")
            if request.htmx:  # type: ignore[attr-defined]
                # The page that the form stands in is read anew where one is: its sentence and counts have changed.
                return HttpResponse(status=204, headers={"HX-Refresh": "true"})
            return redirect(home)
    context = {
        "form": form,
        "activity": activity,
        "academy": academy,
        "home": home,
        "keep": f"activity-{academy.pk}-{activity.pk}",
        "named": [] if form.with_records else named_records(request.user, request.person, academy, _kept(progress)),
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "plans/_activity_form.html", context)
    context |= {
        "line": activity_line(request.user, request.person, academy, activity),
        "tabs": academy_tabs(request, academy, under=under(academy)),
        "crumbs": [*crumbs(academy), Link("Stages", reverse("plans:stages", args=[slug])), Link(activity.name)],
    }
    return render(request, "plans/activity_log.html", context)


def _kept(progress: ActivityProgress | None) -> list[str]:
    return list(progress.evidence) if progress else []


def chooses(request: SignedInRequest) -> bool:
    """Whether what was typed so far comes back with the academy's records to choose from; nothing is saved by it."""
    return request.method == "POST" and "choose" in request.POST


def sent(request: SignedInRequest) -> Any:
    """What a form is bound to: what was sent, were it nothing; None where nothing is sent."""
    return request.POST if request.method == "POST" else None


def writes(academy: Academy, request: SignedInRequest) -> bool:
    """The academy's head and senior leaders, and the trust's leaders."""
    return any(may_at(academy, request.person, may) for may in (Permission.EDIT_PLAN, Permission.CONFIRM_GATE))


def refuse_others(academy: Academy, request: SignedInRequest) -> None:
    if not writes(academy, request):
        raise PermissionDenied("This is written by the academy’s head and senior leaders, or by the trust’s leaders.")


def show(form: forms.Form, error: ValidationError) -> None:
    """What a service refused, beside the fields that it speaks of."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, faults in error.error_dict.items():
        form.add_error(name if name in form.fields else None, faults)


def under(academy: Academy) -> str:
    """The stages stand under the tab of the plan."""
    return reverse("plans:plan", args=[academy.slug])


def crumbs(academy: Academy) -> list[Link]:
    page = reverse("academies:academy_detail", args=[academy.slug])
    return [Link("Academies", reverse("academies:academy_list")), Link(academy.name, page)]
