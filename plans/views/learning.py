"""An academy's learning in one view, and the school improvement team."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, academy_or_404
from celt.lib.sentences import opened
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response
from plans.forms.learning import SeatChangeForm, SeatForm, seat_as_typed
from plans.models import TeamSeat
from plans.selectors.learning import learning_page, narrowed_by_state, rights_at, seat_lines
from plans.selectors.people import staff_of
from plans.services.seat import REFUSED as NO_SEAT
from plans.services.seat import change_seat, give_seat
from plans.tables.learning import SeatTable
from plans.views.learning_frame import form_page, frame, refuse_unless, row_or_404

VIEW = Permission.VIEW_LEARNING
PER_PAGE = 20


@require_safe
def learning(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, VIEW)
    page = learning_page(request.user, request.person, academy)
    context = {**frame(request, academy), "page": page, "rights": page.rights}
    context["crumbs"][-1] = Link("Learning")
    return render(request, "plans/learning.html", context)


@require_safe
def seat_list(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, VIEW)
    rights = rights_at(request.user, request.person, academy)
    lines = seat_lines(request.user, academy)
    shown, by_state = narrowed_by_state(lines, lambda line: line.ended, request.GET.get("state", ""))
    sitting = sum(line.sits for line in lines)
    who = opened(sitting, "person has a seat", "people have a seat") if sitting else "Nobody has a seat"
    give = Link("Give somebody a seat", reverse("plans:seat_new", args=[slug]), primary=True)
    context = {
        **frame(request, academy, Link("School improvement team")),
        "lines": lines,
        "filters": [by_state],
        "table": configured(request, SeatTable(shown, changes=rights.seats), per_page=PER_PAGE),
        "answer": f"{who} in the school improvement team of {academy} today.",
        "actions": [give] if rights.seats else [],
        "rights": rights,
    }
    return render(request, "plans/seat_list.html", context)


@require_safe
def seat_csv(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, VIEW)
    lines = seat_lines(request.user, academy)
    shown, _ = narrowed_by_state(lines, lambda line: line.ended, request.GET.get("state", ""))
    return csv_response(configured(request, SeatTable(shown)), f"school-improvement-team-{slug}.csv")


@require_http_methods(["GET", "HEAD", "POST"])
def seat_new(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.EDIT_PLAN)
    back = reverse("plans:seat_list", args=[slug])
    form = SeatForm(request.POST or None, people=staff_of(academy))
    if request.method == "POST" and form.is_valid():
        try:
            seat = give_seat(by=request.user, academy=academy, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"{seat.person} has a seat in the school improvement team: {seat.role}.")
            return redirect(back)
    return form_page(
        request,
        academy,
        form,
        Link("School improvement team", back),
        Link("Give a seat"),
        answer=f"Give somebody a seat in the school improvement team of {academy}",
        lead="The team carries research and development for the academy: a few people whom colleagues listen to.",
        submit="Give the seat",
        back=back,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def seat_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    visible = TeamSeat.objects.visible_to(request.user).select_related("academy__trust", "person")
    seat, academy = row_or_404(request, visible, pk)
    rights = rights_at(request.user, request.person, academy)
    refuse_unless(rights.seats, rights.shut, NO_SEAT)
    back = reverse("plans:seat_list", args=[academy.slug])
    form = SeatChangeForm(request.POST or None, now=seat_as_typed(seat))
    if request.method == "POST" and form.is_valid():
        try:
            change_seat(by=request.user, seat=seat, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"The seat of {seat.person} was changed.")
            return redirect(back)
    return form_page(
        request,
        academy,
        form,
        Link("School improvement team", back),
        Link(seat.person.full_name),
        answer=f"Change the seat of {seat.person}",
        lead="A seat that ends stays on record.",
        submit="Save the seat",
        back=back,
    )
