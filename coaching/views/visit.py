"""A visit on a tablet in a classroom: one tap begins it, notes as they are taken, one tap ends it; and its page.

What posts here answers a page to a form, and JSON to static/js/coaching.js, which keeps everything on the device until
then.
"""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.guards import SignedInRequest
from celt.ui import device
from celt.ui.errors import put_errors
from coaching.forms.visit import NoteEditForm, NoteForm, WordForm, instant, whole
from coaching.guards import own_rows
from coaching.models import Note, Opened, Visit, VisitState
from coaching.rules.visit import clock
from coaching.selectors.cycle import CyclePlace
from coaching.selectors.share import promise_of
from coaching.selectors.visit import notes_of, seconds_since, told, told_of, waiting_for
from coaching.services.feedback import mark_read
from coaching.services.observation import change_note, start_visit, stop_visit, strike_note, write_note
from coaching.services.openings import log_opening
from coaching.views.cycle_place import place_or_404
from coaching.views.visit_place import coached_or_403, refused, visit_frame, visit_or_404

WRITES = ["GET", "HEAD", "POST"]


@require_POST
@own_rows
def visit_start(request: SignedInRequest, pk: int) -> HttpResponse:
    """One tap. A second one, or the same one sent again, finds the visit that runs."""
    place = place_or_404(request, pk)
    coached_or_403(place)
    try:
        visit = start_visit(
            by=request.user,
            cycle=place.cycle,
            client_key=_key(request.POST.get("client_key", "")),
            where=request.POST.get("where", "")[:80],
        )
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("coaching:cycle_show", pk=pk)
    return redirect(_stage(visit), pk=visit.pk)


@require_safe
@own_rows
def visit_observe(request: SignedInRequest, pk: int) -> HttpResponse:
    visit, place = visit_or_404(request, pk)
    coached_or_403(place)
    if visit.state != VisitState.OBSERVING or not place.runs:
        return redirect(_stage(visit) if place.runs else "coaching:visit_show", pk=pk)
    return _observe_page(request, visit, place, NoteForm(initial={"client_key": uuid.uuid4()}))


@require_POST
@own_rows
def note_add(request: SignedInRequest, pk: int) -> HttpResponse:
    visit, place = visit_or_404(request, pk)
    scripted = device.from_device(request)
    if scripted and device.of_somebody_else(request):
        return device.kept(device.SOMEBODY_ELSE, 409)
    form = NoteForm(request.POST)
    if form.is_valid():
        sent = form.cleaned_data
        second = sent["second"]
        if not scripted and visit.state == VisitState.OBSERVING:
            second = seconds_since(visit, timezone.now())
        try:
            note = write_note(
                by=request.user, visit=visit, says=sent["says"], second=second, client_key=sent["client_key"],
                written_at=sent["seen_at"],
            )  # fmt: skip
        except PermissionDenied as error:
            return refused(request, visit, place, str(error), ("Your note", sent["says"]))
        except ValidationError as error:
            return refused(request, visit, place, error.messages[0], ("Your note", sent["says"]))
        if scripted:
            return JsonResponse({"sent": True, "edit": reverse("coaching:note_edit", args=[note.pk])})
        return redirect(f"{reverse(_stage(visit), args=[pk])}#notes")
    if scripted:
        return device.to_mend(form)
    coached_or_403(place)
    if visit.state != VisitState.OBSERVING:
        sentences = " ".join(str(sentence) for sentence in form.errors["says"])
        return refused(request, visit, place, sentences, ("Your note", request.POST.get("says", "")))
    return _observe_page(request, visit, place, form)


@require_http_methods(WRITES)
@own_rows
def note_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    note, visit, place = _own_note(request, pk)
    form = NoteEditForm(request.POST or None, now={"says": note.says})
    back = f"{reverse(_stage(visit), args=[visit.pk])}#note-{pk}"
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["says"]
        try:
            change_note(by=request.user, note=note, says=typed)
        except ValidationError as error:
            if not place.runs or visit.fed_back_at:
                return refused(request, visit, place, error.messages[0], ("Your note", typed))
            put_errors(form, error)
        else:
            return redirect(back)
    context = {**visit_frame(request, visit, place, "Change a note"), "form": form, "own": note, "back": back}
    return render(request, "coaching/note_edit.html", context)


@require_POST
@own_rows
def note_strike(request: SignedInRequest, pk: int) -> HttpResponse:
    note, visit, place = _own_note(request, pk)
    try:
        strike_note(by=request.user, note=note, struck=request.POST.get("back") != "1")
    except ValidationError as error:
        return refused(request, visit, place, error.messages[0])
    return redirect(f"{reverse(_stage(visit), args=[visit.pk])}#note-{pk}")


@require_POST
@own_rows
def visit_stop(request: SignedInRequest, pk: int) -> HttpResponse:
    visit, place = visit_or_404(request, pk)
    scripted = device.from_device(request)
    if scripted and device.of_somebody_else(request):
        return device.kept(device.SOMEBODY_ELSE, 409)
    try:
        held = stop_visit(
            by=request.user,
            visit=visit,
            minutes=whole(request.POST.get("minutes", ""), 300),
            ended_at=instant(request.POST.get("seen_at", "")),
        )
    except PermissionDenied as error:
        return refused(request, visit, place, str(error))
    except ValidationError as error:
        return refused(request, visit, place, error.messages[0])
    return device.arrived() if scripted else redirect(_stage(held), pk=pk)


@require_safe
@own_rows
def visit_show(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page that both read. Until the feedback is given its coach is led to where it is written, and the coachee is
    told that it is on its way."""
    visit, place = visit_or_404(request, pk)
    given = visit.state == VisitState.FED_BACK
    if place.coaches and not given and place.runs and visit.state in (VisitState.OBSERVING, VisitState.OBSERVED):
        return redirect(_stage(visit), pk=pk)
    if not given and not place.coaches:
        context = {**visit_frame(request, visit, place, _called(visit)), "answer": waiting_for(visit, place)}
        return render(request, "coaching/visit_waiting.html", context)
    log_opening(by=request.user, cycle=place.cycle, visit=visit, what=Opened.VISIT)
    if place.coached and visit.read_at is None:
        mark_read(by=request.user, visit=visit)
    context = {
        **visit_frame(request, visit, place, _called(visit)),
        "answer": told_of(visit, place),
        "promise": promise_of(request.user, visit, place),
        "told": told(request.user, visit),
        "given": given,
        "form": WordForm(initial={"client_key": uuid.uuid4()}),
    }
    return render(request, "coaching/visit_show.html", context)


def _observe_page(request: SignedInRequest, visit: Visit, place: CyclePlace, form: NoteForm) -> HttpResponse:
    seconds = seconds_since(visit, timezone.now())
    context = {
        **visit_frame(request, visit, place, _called(visit)),
        "form": form,
        "notes": notes_of(request.user, visit, newest_first=True),
        "seconds": seconds,
        "clock": clock(seconds),
    }
    return render(request, "coaching/visit_observe.html", context)


def _own_note(request: SignedInRequest, pk: int) -> tuple[Note, Visit, CyclePlace]:
    """One's own note; its coachee reads it on the page of the visit, and changes nothing."""
    note = Note.objects.visible_to(request.user).filter(pk=pk).first()
    if note is None:
        raise Http404
    visit, place = visit_or_404(request, note.visit_id)
    coached_or_403(place)
    note.visit = visit
    return note, visit, place


def _stage(visit: Visit) -> str:
    """Where the visit is written on now."""
    match visit.state:
        case VisitState.OBSERVING:
            return "coaching:visit_observe"
        case VisitState.OBSERVED:
            return "coaching:visit_feedback"
        case _:
            return "coaching:visit_show"


def _called(visit: Visit) -> str:
    return visit.where or f"Visit of {visit.day.day} {visit.day:%B}"


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
