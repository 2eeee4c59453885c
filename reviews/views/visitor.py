"""Who visits on a round: asking colleagues, letting one facilitate, ending a place."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from academies.guards import SignedInRequest
from celt.lib.sentences import counted, listed
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from reviews.forms.round import VisitorForm
from reviews.models import RoundVisitor
from reviews.selectors.round import RoundPlace
from reviews.services.round_gate import REFUSED
from reviews.services.visitor import add_visitors, end_visit, let_facilitate, people_to_visit
from reviews.views.framework import say_refusal
from reviews.views.round_place import edited_or_refuse, frame, place_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def visitor_add(request: SignedInRequest, pk: int) -> HttpResponse:
    place = edited_or_refuse(request, pk)
    form = VisitorForm(request.POST or None, colleagues=people_to_visit(place.round))
    if request.method == "POST" and form.is_valid():
        try:
            came = add_visitors(by=request.user, round=place.round, **form.said)
        except ValidationError as error:
            put_errors(form, error)
        else:
            who = listed([str(seat.person) for seat in came])
            they = "finds it on their home page" if len(came) == 1 else "find it on their home pages"
            messages.success(request, f"{who} visit{'s' if len(came) == 1 else ''}, and {they} and in the calendar.")
            return redirect(_visitors(place))
    context = {
        **frame(request, place, Link("Ask colleagues to visit")),
        "form": form,
        "answer": "Ask colleagues to visit",
        "chosen": set(form["people"].value() or []),
        "so_far": counted(place.standing.visitors, "visitor"),
        "back": _visitors(place),
    }
    return render(request, "reviews/round_visitors.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def visitor_end(request: SignedInRequest, pk: int) -> HttpResponse:
    visitor, place = _visitor_or_404(request, pk)
    if request.method == "POST":
        try:
            ended = end_visit(by=request.user, visitor=visitor)
        except ValidationError as error:
            say_refusal(request, error)
        else:
            messages.success(request, f"{ended.person} no longer visits.")
        return redirect(_visitors(place))
    context = {
        **frame(request, place, Link("End a place")),
        "answer": f"End the place of {visitor.person}",
        "says": f"{visitor.person} no longer reads the notes of this round. What they wrote stays with the visitors.",
        "button": "End the place",
        "cancel": _visitors(place),
    }
    return render(request, "reviews/round_confirm.html", context)


@require_POST
def visitor_lead(request: SignedInRequest, pk: int) -> HttpResponse:
    visitor, place = _visitor_or_404(request, pk)
    try:
        leads = let_facilitate(by=request.user, visitor=visitor)
    except ValidationError as error:
        say_refusal(request, error)
    else:
        messages.success(request, f"{leads.person} facilitates the round now.")
    return redirect(_visitors(place))


def _visitor_or_404(request: SignedInRequest, pk: int) -> tuple[RoundVisitor, RoundPlace]:
    found = RoundVisitor.objects.visible_to(request.user).current().select_related("person", "round")
    visitor: RoundVisitor = get_object_or_404(found, pk=pk)
    place = place_or_404(request, visitor.round_id)
    if not place.edits:
        raise PermissionDenied(REFUSED["editable"])
    return visitor, place


def _visitors(place: RoundPlace) -> str:
    return reverse("reviews:round_show", args=[place.round.pk]) + "#visitors"
