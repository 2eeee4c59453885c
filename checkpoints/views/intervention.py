"""Interventions: all that one may know of, one with what became of it, and saying how it goes."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from academies.access import Permission, Person
from academies.guards import SignedInRequest, needs
from academies.ways import may_at
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from checkpoints.forms.place import FollowUpForm
from checkpoints.models import Intervention
from checkpoints.selectors.intervention import intervention_page, interventions_page, told_of
from checkpoints.services.follow_up import NOT_YOURS, follow_up


@require_safe
@needs(Permission.VIEW_CHECKPOINTS)
def intervention_list(request: SignedInRequest) -> HttpResponse:
    page = interventions_page(request.user, request.person, request.GET, timezone.localdate())
    return render(request, "checkpoints/intervention_list.html", {"page": page})


@require_safe
def intervention_show(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _found(request, pk)
    page = intervention_page(request.user, request.person, row, timezone.localdate())
    following = Link("Say how it goes", reverse("checkpoints:intervention_follow", args=[row.pk]), primary=True)
    context = {
        "page": page,
        "actions": [following] if page.may_follow else [],
        "crumbs": [*_crumbs(), Link(page.card.what)],
    }
    return render(request, "checkpoints/intervention_show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def intervention_follow(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _found(request, pk)
    if not may_at(row.decision.place.academy, request.person, Permission.RUN_INTERVENTIONS):
        raise PermissionDenied(NOT_YOURS)
    form = FollowUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = follow_up(by=request.user, intervention=row, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            where = f" for {made.place.checkpoint}" if made.place is not None else ""
            messages.success(request, f"Kept{where}, with the figure of today.")
            return redirect("checkpoints:intervention_show", pk=pk)
    page = intervention_page(request.user, request.person, row, timezone.localdate())
    context = {
        "page": page,
        "form": form,
        "back": page.card.url,
        "crumbs": [*_crumbs(), Link(page.card.what, page.card.url), Link("Follow up")],
    }
    return render(request, "checkpoints/intervention_follow.html", context)


def _crumbs() -> list[Link]:
    return [
        Link("Checkpoints", reverse("checkpoints:checkpoint_list")),
        Link("Interventions", reverse("checkpoints:intervention_list")),
    ]


def _found(request: SignedInRequest, pk: int) -> Intervention:
    row = get_object_or_404(told_of(Intervention.objects.visible_to(request.user)), pk=pk)
    request.person = Person(request.person.memberships, row.decision.place.academy.trust)
    return row
