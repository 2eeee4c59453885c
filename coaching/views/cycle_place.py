"""Where a page of one cycle stands: the cycle or 404, what the person is in it, its header and tabs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from academies.access import Person
from academies.guards import SignedInRequest
from celt.ui.parts import Link
from coaching.models import CycleState
from coaching.rules.cycle import TAKEN_BY, StepName, refused_to
from coaching.selectors.cycle import CyclePlace, cycle_place, cycles_to_show

# Begun: before, there is an invitation and no record.
BEGUN = (CycleState.ACTIVE, CycleState.CLOSED)


def place_or_404(request: SignedInRequest, pk: int, *, begun: bool = True) -> CyclePlace:
    """404 for whoever is neither of the two. For the rest of the request they act in the cycle's trust. The view is
    guarded by `own_rows`. `begun`: an invitation has no record yet (404). One query."""
    cycles = cycles_to_show(request.user)
    cycle = get_object_or_404(cycles.filter(state__in=BEGUN) if begun else cycles, pk=pk)
    request.person = Person(request.person.memberships, cycle.trust)
    return cycle_place(request.user, cycle)


def refuse_other(place: CyclePlace, step: StepName) -> None:
    """403 where the other of the two takes this step."""
    if not TAKEN_BY[step] & place.parties:
        raise PermissionDenied(refused_to(step))


def frame(request: SignedInRequest, place: CyclePlace, *way: Link) -> dict[str, Any]:
    """What templates/coaching/_cycle_head.html takes; the last of `way` has no address."""
    home = reverse("coaching:cycle_show", args=[place.cycle.pk])
    return {
        "place": place,
        "cycle": place.cycle,
        "crumbs": [
            Link("Coaching", reverse("coaching:home")),
            Link(place.title, home if way else ""),
            *way,
        ],
        "cycle_tabs": [(tab, tab.url == request.path) for tab in cycle_tabs(place)],
    }


def cycle_tabs(place: CyclePlace) -> list[Link]:
    offered = (("Cycle", "cycle_show"), ("Whole record", "record"), ("Who opened it", "openings"))
    return [Link(label, reverse(f"coaching:{name}", args=[place.cycle.pk])) for label, name in offered]


def cycle_form(
    request: SignedInRequest,
    place: CyclePlace,
    form: forms.Form,
    *,
    answer: str,
    submit: str,
    lead: str = "",
    back: str = "",
    here: str = "",
    **more: Any,
) -> HttpResponse:
    """One form on a page of its own. `back`: where it was opened from, the cycle's page where left out. `here`: the
    page's name in the way to it, where its button says none. What is typed is kept nowhere but here: a server draft
    would lie outside the wall."""
    home = reverse("coaching:cycle_show", args=[place.cycle.pk])
    context: dict[str, Any] = {
        **frame(request, place, Link(here or submit)),
        "form": form,
        "answer": answer,
        "lead": lead,
        "submit": submit,
        "back": back or home,
        **more,
    }
    return render(request, "coaching/cycle_form.html", context)
