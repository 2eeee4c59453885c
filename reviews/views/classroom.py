"""The schedule of a round: classrooms added in a row, changed, taken off; visitors spread; the sheet for the day."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.guards import SignedInRequest
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from reviews.forms.round import OFFERED, ClassroomForm, classroom_as_typed
from reviews.models import RoundClassroom, RoundVisitor
from reviews.selectors.round import RoundPlace
from reviews.selectors.round_show import round_page
from reviews.services.classroom import add_classroom, change_classroom, drop_classroom, spread_visitors
from reviews.services.round_gate import REFUSED
from reviews.views.framework import say_refusal
from reviews.views.round_place import edited_or_refuse, frame, place_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def classroom_add(request: SignedInRequest, pk: int) -> HttpResponse:
    place = edited_or_refuse(request, pk)
    page = round_page(request.user, place)
    form = ClassroomForm(request.POST or None, initial={"starts": page.next_start})
    if request.method == "POST" and form.is_valid():
        try:
            add_classroom(by=request.user, round=place.round, **form.said)
        except ValidationError as error:
            put_errors(form, error)
        else:
            if not request.headers.get("HX-Request"):
                return redirect(_schedule(place))
            place = edited_or_refuse(request, pk)
            page = round_page(request.user, place)
            form = ClassroomForm(initial={"starts": page.next_start})
    context = {**frame(request, place, Link("Schedule")), **OFFERED, "page": page, "row": form, "fresh": True}
    if request.headers.get("HX-Request"):
        return render(request, "reviews/_round_schedule.html", {**context, "beside": True})
    return render(request, "reviews/round_schedule.html", {**context, "answer": "Put a classroom on the schedule"})


@require_http_methods(["GET", "HEAD", "POST"])
def classroom_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    room, place = _room_or_404(request, pk)
    seats = RoundVisitor.objects.visible_to(request.user).current().filter(round=place.round)
    visitors = list(seats.select_related("person"))
    standing = {seat.pk for seat in visitors}
    goes = [visit.visitor_id for visit in room.visits.all() if visit.visitor_id in standing]
    form = ClassroomForm(request.POST or None, now=classroom_as_typed(room, goes), visitors=visitors)
    if request.method == "POST" and form.is_valid():
        try:
            change_classroom(by=request.user, classroom=room, **form.said)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The schedule is changed.")
            return redirect(_schedule(place))
    context = {
        **frame(request, place, Link(str(room))),
        **OFFERED,
        "form": form,
        "answer": f"Change: {room}",
        "back": _schedule(place),
        "room": room,
    }
    return render(request, "reviews/round_classroom.html", context)


@require_POST
def classroom_drop(request: SignedInRequest, pk: int) -> HttpResponse:
    room, place = _room_or_404(request, pk)
    try:
        drop_classroom(by=request.user, classroom=room)
    except ValidationError as error:
        say_refusal(request, error)
    else:
        messages.success(request, f"{room} is off the schedule.")
    return redirect(_schedule(place))


@require_POST
def schedule_spread(request: SignedInRequest, pk: int) -> HttpResponse:
    place = edited_or_refuse(request, pk)
    asked = request.POST.get("groups", "")
    groups = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else 0
    try:
        spread_visitors(by=request.user, round=place.round, groups=groups)
    except ValidationError as error:
        say_refusal(request, error)
    else:
        said = "Everybody goes everywhere." if groups == 1 else f"The visitors go in {groups} groups, who take turns."
        messages.success(request, said)
    return redirect(_schedule(place))


@require_safe
def schedule_print(request: SignedInRequest, pk: int) -> HttpResponse:
    """The sheet for the day, for visitors and the host's staff."""
    place = place_or_404(request, pk)
    if not place.staff:
        raise PermissionDenied("The schedule is for the visitors and the host’s staff.")
    page = round_page(request.user, place)
    context = {**frame(request, place, Link("Sheet for the day")), "page": page, "answer": place.title}
    return render(request, "reviews/round_day.html", context)


def _room_or_404(request: SignedInRequest, pk: int) -> tuple[RoundClassroom, RoundPlace]:
    found = RoundClassroom.objects.visible_to(request.user).standing().select_related("round")
    room: RoundClassroom = get_object_or_404(found.prefetch_related("visits"), pk=pk)
    place = place_or_404(request, room.round_id)
    if not place.edits:
        raise PermissionDenied(REFUSED["editable"])
    return room, place


def _schedule(place: RoundPlace) -> str:
    return reverse("reviews:round_show", args=[place.round.pk]) + "#schedule"
