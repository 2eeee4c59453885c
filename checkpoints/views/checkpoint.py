"""The trust's checkpoints: the list, setting one, one with its academies, changing, closing and calling it off."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.access import Permission, Person
from academies.guards import SignedInRequest, needs
from academies.selectors.academy import academies_of
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from checkpoints.forms.checkpoint import CheckpointForm, DaysForm, days_as_typed
from checkpoints.forms.place import BecauseForm
from checkpoints.models import TrustCheckpoint
from checkpoints.selectors.checkpoint import checkpoint_page, checkpoints_page
from checkpoints.selectors.people import owners_for
from checkpoints.selectors.points import points_of
from checkpoints.services.checkpoint import (
    NOT_YOURS,
    call_off_checkpoint,
    change_checkpoint,
    close_checkpoint,
    set_checkpoint,
)

WHY_OFF = "Why it is called off"


@require_safe
@needs(Permission.VIEW_CHECKPOINTS)
def checkpoint_list(request: SignedInRequest) -> HttpResponse:
    page = checkpoints_page(request.user, request.person)
    setting = Link("Set a checkpoint", reverse("checkpoints:checkpoint_new"), primary=True)
    return render(
        request, "checkpoints/checkpoint_list.html", {"page": page, "actions": [setting] if page.sets else []}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.SET_CHECKPOINTS, whole_trust=True)
def checkpoint_new(request: SignedInRequest) -> HttpResponse:
    trust = request.person.trust
    assert trust is not None
    academies = list(academies_of(request.user, trust).open().order_by("name"))
    people = owners_for(trust, academies)
    initial = {f"owner_{academy.pk}": people[academy.pk][0].pk for academy in academies if people[academy.pk]}
    form = CheckpointForm(
        request.POST or None, academies=academies, owners=people, points=points_of(request.user, trust),
        initial=initial,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made = set_checkpoint(by=request.user, trust=trust, **form.said)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"“{made}” is set. The academies find it among what needs them.")
            return redirect("checkpoints:checkpoint_show", pk=made.pk)
    back = reverse("checkpoints:checkpoint_list")
    context = {"form": form, "back": back, "crumbs": [Link("Checkpoints", back), Link("Set a checkpoint")]}
    return render(request, "checkpoints/checkpoint_new.html", context)


@require_safe
def checkpoint_show(request: SignedInRequest, pk: int) -> HttpResponse:
    checkpoint = found_checkpoint(request, pk)
    return _shown(request, checkpoint, BecauseForm(label=WHY_OFF))


@require_http_methods(["GET", "HEAD", "POST"])
def checkpoint_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    checkpoint = _own(request, pk)
    form = DaysForm(request.POST or None, now=days_as_typed(checkpoint))
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in days_as_typed(checkpoint)}
        try:
            change_checkpoint(by=request.user, checkpoint=checkpoint, **said)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "Changed.")
            return redirect("checkpoints:checkpoint_show", pk=pk)
    context = {
        "form": form,
        "checkpoint": checkpoint,
        "back": reverse("checkpoints:checkpoint_show", args=[pk]),
        "crumbs": [*crumbs(checkpoint), Link("Change it")],
    }
    return render(request, "checkpoints/checkpoint_edit.html", context)


@require_POST
def checkpoint_close(request: SignedInRequest, pk: int) -> HttpResponse:
    checkpoint = _own(request, pk)
    try:
        close_checkpoint(by=request.user, checkpoint=checkpoint)
    except ValidationError as error:
        messages.error(request, f"It cannot be closed yet. {' '.join(error.messages)}")
    else:
        messages.success(request, f"“{checkpoint}” is closed. What was decided stands.")
    return redirect("checkpoints:checkpoint_show", pk=pk)


@require_POST
def checkpoint_call_off(request: SignedInRequest, pk: int) -> HttpResponse:
    checkpoint = _own(request, pk)
    form = BecauseForm(request.POST, label=WHY_OFF)
    if form.is_valid():
        try:
            call_off_checkpoint(by=request.user, checkpoint=checkpoint, because=form.cleaned_data["because"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"“{checkpoint}” is called off.")
            return redirect("checkpoints:checkpoint_show", pk=pk)
    return _shown(request, checkpoint, form)


def _shown(request: SignedInRequest, checkpoint: TrustCheckpoint, off: BecauseForm) -> HttpResponse:
    page = checkpoint_page(request.user, request.person, checkpoint)
    change = Link("Change days or use", reverse("checkpoints:checkpoint_edit", args=[checkpoint.pk]))
    context = {
        "page": page,
        "checkpoint": checkpoint,
        "off": off if page.may_call_off else None,
        "actions": [change] if page.sets else [],
        "crumbs": crumbs(checkpoint),
    }
    return render(request, "checkpoints/checkpoint_show.html", context)


def found_checkpoint(request: SignedInRequest, pk: int) -> TrustCheckpoint:
    """404 where nothing of it concerns the person, who acts in its trust for the rest of the request."""
    rows = TrustCheckpoint.objects.visible_to(request.user).select_related("trust", "set_by", "ended_by")
    checkpoint = get_object_or_404(rows, pk=pk)
    request.person = Person(request.person.memberships, checkpoint.trust)
    return checkpoint


def _own(request: SignedInRequest, pk: int) -> TrustCheckpoint:
    checkpoint = found_checkpoint(request, pk)
    if not request.person.can_trust_wide(Permission.SET_CHECKPOINTS):
        raise PermissionDenied(NOT_YOURS)
    return checkpoint


def crumbs(checkpoint: TrustCheckpoint, *, whole: bool = True) -> list[Link]:
    url = reverse("checkpoints:checkpoint_show", args=[checkpoint.pk])
    return [Link("Checkpoints", reverse("checkpoints:checkpoint_list")), Link(checkpoint.title, url if whole else "")]
