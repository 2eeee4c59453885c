"""Curriculum tours: the list, one with its route and stories, planning and walking it, the route sheet."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, academy_or_404
from academies.models import Academy
from academies.records.keys import key
from academies.selectors.came_of_it import came_of_it
from celt.lib.days import british
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response
from plans.forms.tour import NewTourForm, StopForm, TourForm, WalkForm, stop_as_typed, tour_as_typed, walk_as_typed
from plans.models import Tour, TourStop
from plans.models.tour import TourState
from plans.records.learning import TOUR
from plans.selectors.learning import rights_at
from plans.selectors.tour import tour_page, tours_page
from plans.services.learning import REFUSED
from plans.services.tour import (
    add_stop,
    call_off_tour,
    change_stop,
    change_tour,
    move_stop,
    plan_tour,
    take_out_stop,
    walk_tour,
)
from plans.tables.learning import TourFile, TourTable
from plans.views.learning_frame import form_page, frame, refuse_unless, row_or_404
from toolkit.selectors.theory import theories_for

PER_PAGE = 20


@require_safe
def tour_list(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.VIEW_LEARNING)
    page = tours_page(request.user, request.person, academy, request.GET)
    plan = Link("Plan a curriculum tour", reverse("plans:tour_new", args=[slug]), primary=True)
    context = {
        **frame(request, academy, Link("Curriculum tours")),
        "page": page,
        "table": configured(request, TourTable(page.rows), per_page=PER_PAGE),
        "actions": [plan] if page.rights.leads else [],
    }
    return render(request, "plans/tour_list.html", context)


@require_safe
def tour_csv(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.VIEW_LEARNING)
    page = tours_page(request.user, request.person, academy, request.GET)
    return csv_response(configured(request, TourFile(page.rows)), f"curriculum-tours-{slug}.csv")


@require_http_methods(["GET", "HEAD", "POST"])
def tour_new(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.LEAD_LEARNING)
    form = NewTourForm(request.POST or None, theories=theories_for(request.user, academy))
    if request.method == "POST" and form.is_valid():
        try:
            tour = plan_tour(by=request.user, academy=academy, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The tour is planned. Lay out its route next.")
            return redirect(f"{reverse('plans:tour_show', args=[tour.pk])}#route")
    return form_page(
        request, academy, form, Link("Curriculum tours", reverse("plans:tour_list", args=[slug])), Link("Plan a tour"),
        answer=f"Plan a curriculum tour at {academy}",
        lead="A walk through classrooms that shows others what has changed in learning. It judges nobody.",
        submit="Plan the tour", back=reverse("plans:learning", args=[slug]), keep=f"tour-new-{slug}",
    )  # fmt: skip


@require_safe
def tour_show(request: SignedInRequest, pk: int) -> HttpResponse:
    return _shown(request, *_tour(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def stop_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """A stop at the end of the route; where it is refused, the tour's page with what was typed."""
    tour, academy = _led(request, pk)
    if request.method != "POST":
        return redirect("plans:tour_show", pk)
    form = StopForm(request.POST)
    if form.is_valid():
        try:
            stop = add_stop(by=request.user, tour=tour, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"{stop.place} stands at the end of the route.")
            return redirect(f"{reverse('plans:tour_show', args=[pk])}#route")
    return _shown(request, tour, academy, form)


def _shown(request: SignedInRequest, tour: Tour, academy: Academy, form: StopForm | None = None) -> HttpResponse:
    page = tour_page(request.user, request.person, tour)
    sheet = Link("Route sheet", reverse("plans:tour_route", args=[tour.pk]))
    walk = Link("It was walked", reverse("plans:tour_walk", args=[tour.pk]), primary=True)
    change = Link("Change", reverse("plans:tour_edit", args=[tour.pk]))
    every = Link("Curriculum tours", reverse("plans:tour_list", args=[academy.slug]))
    context = {
        **frame(request, academy, every, Link(tour.title)),
        "page": page,
        "tour": tour,
        "stop_form": (form or StopForm()) if page.changes else None,
        "actions": [
            *([walk] if page.changes and page.may_be_walked else []),
            *([sheet] if page.route and page.stands else []),
            *([change] if page.changes else []),
        ],
        "came": came_of_it(request.user, request.person, academy, key(TOUR.slug, tour.pk)) if page.walked else None,
    }
    return render(request, "plans/tour_show.html", context)


@require_safe
def tour_route(request: SignedInRequest, pk: int) -> HttpResponse:
    """The sheet that visitors carry."""
    tour, academy = _tour(request, pk)
    page = tour_page(request.user, request.person, tour)
    back = reverse("plans:tour_show", args=[pk])
    context = {**frame(request, academy, Link(tour.title, back), Link("Route sheet")), "page": page, "tour": tour}
    return render(request, "plans/tour_route.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def tour_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    tour, academy = _led(request, pk)
    back = reverse("plans:tour_show", args=[pk])
    form = TourForm(request.POST or None, now=tour_as_typed(tour), theories=theories_for(request.user, academy))
    if request.method == "POST" and form.is_valid():
        try:
            change_tour(by=request.user, tour=tour, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The tour was changed.")
            return redirect(back)
    planned = tour.state == TourState.PLANNED
    return form_page(
        request, academy, form, Link(tour.title, back), Link("Change"),
        answer=f"Change: {tour.title}", submit="Save the tour", back=back, keep=f"tour-{pk}",
        call_off=reverse("plans:tour_call_off", args=[pk]) if planned else None,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def tour_walk(request: SignedInRequest, pk: int) -> HttpResponse:
    """It was walked: what visitors took away; written anew later, it is put right."""
    tour, academy = _led(request, pk)
    back = reverse("plans:tour_show", args=[pk])
    form = WalkForm(request.POST or None, now=walk_as_typed(tour))
    if request.method == "POST" and form.is_valid():
        try:
            walk_tour(by=request.user, tour=tour, learnt=form.cleaned_data["learnt"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "It stands on record as walked. Tell a story of it while you remember it.")
            return redirect(f"{back}#stories")
    return form_page(
        request, academy, form, Link(tour.title, back), Link("What visitors took away"),
        answer=f"What visitors took away: {tour.title}", lead=f"Walked on {british(tour.on)}.",
        submit="Save", back=back, keep=f"tour-walk-{pk}",
    )  # fmt: skip


@require_POST
def tour_call_off(request: SignedInRequest, pk: int) -> HttpResponse:
    tour, _ = _led(request, pk)
    try:
        call_off_tour(by=request.user, tour=tour)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "The tour is called off. It stays on record.")
    return redirect("plans:tour_show", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def stop_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    stop, academy, back = _stop(request, pk)
    form = StopForm(request.POST or None, now=stop_as_typed(stop))
    if request.method == "POST" and form.is_valid():
        try:
            change_stop(by=request.user, stop=stop, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The stop was changed.")
            return redirect(back)
    return form_page(
        request, academy, form, Link(stop.tour.title, back), Link(stop.place),
        answer=f"Change a stop: {stop.place}", submit="Save the stop", back=back, keep=f"tour-stop-{pk}",
    )  # fmt: skip


@require_POST
def stop_move(request: SignedInRequest, pk: int) -> HttpResponse:
    stop, _, back = _stop(request, pk)
    try:
        move_stop(by=request.user, stop=stop, earlier=request.POST.get("to") == "earlier")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(back)


@require_POST
def stop_take_out(request: SignedInRequest, pk: int) -> HttpResponse:
    stop, _, back = _stop(request, pk)
    try:
        take_out_stop(by=request.user, stop=stop)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"{stop.place} is taken out of the route.")
    return redirect(back)


def _tour(request: SignedInRequest, pk: int) -> tuple[Tour, Academy]:
    return row_or_404(request, Tour.objects.visible_to(request.user).select_related("academy__trust", "theory"), pk)


def _led(request: SignedInRequest, pk: int) -> tuple[Tour, Academy]:
    """404 where the tour is not visible, 403 where the person does not lead learning there."""
    tour, academy = _tour(request, pk)
    _refuse_unless_led(request, academy)
    return tour, academy


def _stop(request: SignedInRequest, pk: int) -> tuple[TourStop, Academy, str]:
    visible = TourStop.objects.visible_to(request.user).select_related("tour__academy__trust")
    stop, academy = row_or_404(request, visible, pk, "tour__academy")
    _refuse_unless_led(request, academy)
    return stop, academy, f"{reverse('plans:tour_show', args=[stop.tour_id])}#route"


def _refuse_unless_led(request: SignedInRequest, academy: Academy) -> None:
    rights = rights_at(request.user, request.person, academy)
    refuse_unless(rights.leads, rights.shut, REFUSED)
