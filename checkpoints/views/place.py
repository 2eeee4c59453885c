"""One academy at a checkpoint: what was handed in and decided, handing in, withdrawing, deciding, naming the owner."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.access import Permission, Person
from academies.guards import SignedInRequest
from academies.providers import records
from academies.ways import may_at
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from checkpoints.forms.place import BecauseForm, HandInForm, InterventionForm, NoneForm, OwnerForm
from checkpoints.models import CheckpointPlace, DecisionKind, HandIn
from checkpoints.rules.days import is_late
from checkpoints.selectors.checkpoint import figures_today, lines_to_move, place_page
from checkpoints.selectors.people import owners_for
from checkpoints.services import decision as deciding
from checkpoints.services.checkpoint import name_owner
from checkpoints.services.decision import decide_intervention, decide_none
from checkpoints.services.hand_in import NOT_YOURS, hand_in, withdraw_hand_in
from checkpoints.views.checkpoint import crumbs

WHY_WITHDRAWN = "Why it is withdrawn"


@require_safe
def place_show(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    return _shown(request, _found(request, pk, slug))


@require_http_methods(["GET", "HEAD", "POST"])
def hand_in_new(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    place = _found(request, pk, slug)
    _may_hand_in(request, place)
    if request.method != "POST" and (
        not place.checkpoint.is_open or HandIn.objects.visible_to(request.user).standing().filter(place=place).exists()
    ):
        return _back(place)
    form = HandInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = hand_in(by=request.user, place=place, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            late = " It is marked as late." if made.late else ""
            messages.success(request, f"Handed in. The figures of today are kept as they stand.{late}")
            return _back(place)
    today = timezone.localdate()
    context = {
        "form": form,
        "figures": figures_today(request.user, request.person, place),
        "late": is_late(today, place.checkpoint.hand_in_by),
        **_frame(place, "Hand in"),
    }
    return render(request, "checkpoints/hand_in.html", context)


@require_POST
def hand_in_withdraw(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    place = _found(request, pk, slug)
    _may_hand_in(request, place)
    standing = HandIn.objects.visible_to(request.user).standing().filter(place=place).first()
    if standing is None:
        messages.error(request, "There is nothing to withdraw.")
        return _back(place)
    form = BecauseForm(request.POST, label=WHY_WITHDRAWN)
    if form.is_valid():
        try:
            withdraw_hand_in(by=request.user, hand_in=standing, because=form.cleaned_data["because"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "Withdrawn. Hand in again once the figures are right.")
            return _back(place)
    return _shown(request, place, withdrawing=form)


@require_http_methods(["GET", "HEAD", "POST"])
def decision_new(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    """Two forms, of which one is sent: an intervention, or none, because."""
    place = _found(request, pk, slug)
    if place.owner_id != request.user.pk or not may_at(place.academy, request.person, Permission.RUN_INTERVENTIONS):
        raise PermissionDenied(deciding.NOT_YOURS)
    if not place.checkpoint.is_open:
        return _back(place)
    page = place_page(request.user, request.person, place)
    stands = page.decision if page.decision and page.decision.kind == DecisionKind.INTERVENTION else None
    groups = records.choices(request.user, request.person, place.academy, deciding.SERVED_KINDS)
    sent = request.POST.get("decides", "") if request.method == "POST" else ""
    some = InterventionForm(
        request.POST if sent == "intervention" else None, lines=lines_to_move(place), groups=groups,
        because=stands.because if stands else "",
    )  # fmt: skip
    none = NoneForm(request.POST if sent == "none" else None, prefix="none")
    if sent == "intervention" and some.is_valid():
        try:
            made = decide_intervention(
                by=request.user, place=place, because=some.because_said,
                promise=some.promise(place.checkpoint.lines.all()),
            )  # fmt: skip
        except ValidationError as error:
            put_errors(some, error)
        else:
            messages.success(request, f"Decided: {made}. It is asked for at the next checkpoint.")
            return _back(place)
    if sent == "none" and none.is_valid():
        try:
            decide_none(by=request.user, place=place, because=none.cleaned_data["because"])
        except ValidationError as error:
            put_errors(none, error)
        else:
            messages.success(request, "Decided: none, with its reason.")
            return _back(place)
    context = {
        "page": page,
        "some": some,
        "none": none if stands is None else None,
        "open": sent,
        **_frame(place, "Decide"),
    }
    return render(request, "checkpoints/decision.html", context)


@require_POST
def owner_name(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    place = _found(request, pk, slug)
    if not request.person.can_trust_wide(Permission.SET_CHECKPOINTS):
        raise PermissionDenied("Who decides is named by the trust’s leaders.")
    form = OwnerForm(request.POST, people=owners_for(place.academy.trust, [place.academy])[place.academy_id])
    if form.is_valid():
        try:
            name_owner(by=request.user, place=place, owner=form.chosen)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"{form.chosen.full_name} decides for {place.academy}.")
            return _back(place)
    return _shown(request, place, owning=form)


def _shown(
    request: SignedInRequest,
    place: CheckpointPlace,
    *,
    withdrawing: BecauseForm | None = None,
    owning: OwnerForm | None = None,
) -> HttpResponse:
    page = place_page(request.user, request.person, place)
    sets = place.checkpoint.is_open and request.person.can_trust_wide(Permission.SET_CHECKPOINTS)
    if sets and owning is None:
        people = owners_for(place.academy.trust, [place.academy])[place.academy_id]
        owning = OwnerForm(people=people, initial={"owner": place.owner_id})
    context = {
        "page": page,
        "withdrawing": (withdrawing or BecauseForm(label=WHY_WITHDRAWN)) if page.may_withdraw else None,
        "owning": owning if sets else None,
        **_frame(place),
    }
    return render(request, "checkpoints/place_show.html", context)


def _found(request: SignedInRequest, pk: int, slug: str) -> CheckpointPlace:
    rows = CheckpointPlace.objects.visible_to(request.user).select_related("checkpoint", "academy__trust", "owner")
    place = get_object_or_404(rows, checkpoint=pk, academy__slug=slug)
    request.person = Person(request.person.memberships, place.academy.trust)
    return place


def _may_hand_in(request: SignedInRequest, place: CheckpointPlace) -> None:
    if not may_at(place.academy, request.person, Permission.HAND_IN):
        raise PermissionDenied(NOT_YOURS)


def _back(place: CheckpointPlace) -> HttpResponse:
    return redirect("checkpoints:place_show", pk=place.checkpoint_id, slug=place.academy.slug)


def _frame(place: CheckpointPlace, label: str = "") -> dict[str, Any]:
    url = reverse("checkpoints:place_show", args=[place.checkpoint_id, place.academy.slug])
    here = [Link(place.academy.name, url), Link(label)] if label else [Link(place.academy.name)]
    return {
        "place": place,
        "checkpoint": place.checkpoint,
        "academy": place.academy,
        "crumbs": [*crumbs(place.checkpoint), *here],
        "back": url,
    }
