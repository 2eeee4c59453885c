"""Where a page of one round stands: the round or 404, what the person is in it, its header, strip and tabs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from academies.access import Permission, Person
from academies.guards import SignedInRequest
from academies.models import Academy
from academies.ways import academy_tabs, may_at
from celt.ui.parts import Link
from reviews.models.round import RoundState
from reviews.selectors.round import RoundPlace, round_place, rounds_to_show
from reviews.services.round_gate import REFUSED


def place_or_404(request: SignedInRequest, pk: int) -> RoundPlace:
    """404 where the person may not know of the round. For the rest of the request they act in its host's trust."""
    round = get_object_or_404(rounds_to_show(request.user), pk=pk)
    request.person = Person(request.person.memberships, round.host.trust)
    return round_place(request.user, request.person, round)


def edited_or_refuse(request: SignedInRequest, pk: int) -> RoundPlace:
    """403 for who neither runs rounds at the host nor facilitates this one."""
    place = place_or_404(request, pk)
    if not place.edits:
        raise PermissionDenied(REFUSED["editable"])
    return place


def walked_or_refuse(request: SignedInRequest, pk: int) -> RoundPlace:
    """403 for who does not visit it: notes, groups and predictions are the visitors' own."""
    place = place_or_404(request, pk)
    if not place.visits:
        raise PermissionDenied(REFUSED["walked"])
    return place


def told_or_refuse(request: SignedInRequest, pk: int) -> RoundPlace:
    """403 until the person may read what was agreed."""
    place = place_or_404(request, pk)
    if not place.told:
        raise PermissionDenied("What the visitors found is read once the round’s next work is agreed.")
    return place


def frame(request: SignedInRequest, place: RoundPlace, *way: Link) -> dict[str, Any]:
    """What templates/reviews/round_base.html takes; the last of `way` has no address."""
    host = place.round.host
    title = Link(place.title, reverse("reviews:round_show", args=[place.round.pk]) if way else "")
    return {
        "place": place,
        "round": place.round,
        **host_frame(request, host, title, *way),
        "round_tabs": [(tab, tab.url == request.path) for tab in round_tabs(place)],
    }


def host_frame(request: SignedInRequest, academy: Academy, *way: Link) -> dict[str, Any]:
    """A visitor from elsewhere has no way to the host's other pages, and starts from the rounds that they know of."""
    rounds = reverse("reviews:academy_rounds", args=[academy.slug])
    if may_at(academy, request.person, Permission.READ_ROUNDS):
        above = [
            Link("Academies", reverse("academies:academy_list")),
            Link(academy.name, reverse("academies:academy_detail", args=[academy.slug])),
            Link("Rounds", rounds if way else ""),
        ]
    else:
        above = [Link("Instructional rounds", reverse("reviews:round_list"))]
    return {"academy": academy, "tabs": academy_tabs(request, academy, under=rounds), "crumbs": [*above, *way]}


def round_tabs(place: RoundPlace) -> list[Link]:
    """The pages of one round that the person may open by now."""
    begun = place.round.state not in (RoundState.PREPARING, RoundState.CALLED_OFF)
    offered = (
        ("Overview", "round_show", True),
        ("Notes", "round_notes", place.visits and begun),
        ("Board", "board", place.visits and begun),
        ("Next work", "next_work", place.told and begun),
        ("Report", "round_report", place.told and place.agreed),
    )
    return [Link(label, reverse(f"reviews:{name}", args=[place.round.pk])) for label, name, shown in offered if shown]


def round_form(
    request: SignedInRequest,
    place: RoundPlace,
    form: forms.Form,
    *,
    answer: str,
    submit: str,
    lead: str = "",
    keep: str = "",
    beside: list[tuple[str, str]] | None = None,
    back: str = "",
    part: str = "",
    **more: Any,
) -> HttpResponse:
    """One form on a page of its own. `beside`: what one reads while one writes, each with its heading. `back`: where it
    was opened from, the round's page where left out."""
    home = reverse("reviews:round_show", args=[place.round.pk])
    context: dict[str, Any] = {
        **frame(request, place, Link(submit)),
        "form": form,
        "answer": answer,
        "lead": lead,
        "submit": submit,
        "keep": keep,
        "beside": beside or [],
        "back": (back or home) + (f"#{part}" if part else ""),
        **more,
    }
    return render(request, "reviews/review_form.html", context)
