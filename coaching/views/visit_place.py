"""Where a page of one visit stands: the visit or 404, and what whoever may not write is told, with what they typed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from academies.access import Person
from academies.guards import SignedInRequest
from celt.ui import device
from celt.ui.parts import Link
from coaching.models import Cycle, Visit
from coaching.selectors.cycle import CyclePlace, cycle_place
from coaching.services.holding import COACH_ALONE, why_shut
from coaching.views.cycle_place import frame

OF_CYCLE = ("trust", "academy", "coach", "coachee", "approach", "practice", "closed_by")


def visit_or_404(request: SignedInRequest, pk: int) -> tuple[Visit, CyclePlace]:
    """404 for whoever is neither of the two; a page that was shared has an address of its own. One query."""
    own = Visit.objects.visible_to(request.user).filter(cycle__in=Cycle.objects.visible_to(request.user))
    visit = get_object_or_404(own.select_related(*(f"cycle__{name}" for name in OF_CYCLE)), pk=pk)
    request.person = Person(request.person.memberships, visit.cycle.trust)
    return visit, cycle_place(request.user, visit.cycle)


def coached_or_403(place: CyclePlace) -> None:
    if not place.coaches:
        raise PermissionDenied(COACH_ALONE)


def visit_frame(request: SignedInRequest, visit: Visit, place: CyclePlace, here: str) -> dict[str, Any]:
    context = frame(request, place, Link(here))
    return {**context, "visit": visit, "shut": why_shut(place.cycle)}


def refused(
    request: SignedInRequest, visit: Visit, place: CyclePlace, says: str, *typed: tuple[str, str]
) -> HttpResponse | JsonResponse:
    """403 with the reason and with what was typed, to be copied: nothing is lost. `typed`: what it is, the text."""
    if device.from_device(request):
        return device.kept(says)
    context = {
        **visit_frame(request, visit, place, "Not saved"),
        "says": says,
        "typed": [(label, text) for label, text in typed if text.strip()],
        "back": reverse("coaching:visit_show", args=[visit.pk]),
    }
    return render(request, "coaching/visit_refused.html", context, status=403)
