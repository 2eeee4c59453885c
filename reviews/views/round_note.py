"""The page of a visitor in a classroom: their own notes, as they are written.

`round_note_add` answers a page to a form, and JSON to static/js/gathering.js, which keeps notes on the device.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.guards import SignedInRequest
from celt.ui import device
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response
from reviews.forms.round_note import RoundNoteEditForm, RoundNoteForm, round_note_as_typed
from reviews.models import RoundNote
from reviews.rules.wording import for_script
from reviews.selectors.round import RoundPlace
from reviews.selectors.round_note import (
    OwnNotes,
    narrowed_own,
    own_line,
    own_notes_page,
    rooms_of,
    why_no_round_note,
)
from reviews.services.round_note import arrived, change_round_note, strike_round_note, write_round_note
from reviews.tables.round_note import OwnNoteFile
from reviews.views.round_place import frame, place_or_404, walked_or_refuse

WRITES = ["GET", "HEAD", "POST"]


@require_safe
def round_notes(request: SignedInRequest, pk: int) -> HttpResponse:
    place = walked_or_refuse(request, pk)
    page = own_notes_page(request.user, place, request.GET)
    form = RoundNoteForm(
        rooms=rooms_of(request.user, place), initial={"client_key": uuid.uuid4(), "classroom": page.here}
    )
    return _page(request, place, page, form)


@require_safe
def round_notes_feed(request: SignedInRequest, pk: int) -> HttpResponse:
    """What stands in the list now; nothing (204) where the page shows it already."""
    place = walked_or_refuse(request, pk)
    page = own_notes_page(request.user, place, request.GET)
    if request.GET.get("seen") == page.seen:
        return HttpResponse(status=204)
    context = {**frame(request, place, Link("Notes")), **_feed(request, place, page), "fresh": True}
    return render(request, "reviews/_round_notes_feed.html", context)


@require_POST
def round_note_add(request: SignedInRequest, pk: int) -> HttpResponse:
    scripted = device.from_device(request)
    if scripted and device.of_somebody_else(request):
        return device.kept(device.SOMEBODY_ELSE, 409)
    if scripted and arrived(request.user, pk, request.POST.get("client_key", "")):
        return device.arrived()
    place = place_or_404(request, pk)
    form = RoundNoteForm(request.POST, rooms=rooms_of(request.user, place))
    try:
        if form.is_valid():
            sent = form.cleaned_data
            write_round_note(
                by=request.user,
                round=place.round,
                says=sent["says"],
                client_key=sent["client_key"],
                classroom=sent["classroom"],
                seen_at=sent["seen_at"],
            )
            if scripted:
                return device.arrived()
            messages.success(request, "Your note is kept.")
            return redirect("reviews:round_notes", pk=pk)
    except PermissionDenied as error:
        return _refused(request, place, str(error), scripted=scripted)
    except ValidationError as error:
        if why_no_round_note(place):
            return _refused(request, place, error.messages[0], scripted=scripted)
        put_errors(form, error)
    if scripted:
        return device.to_mend(form)
    if not place.visits:
        raise PermissionDenied
    return _page(request, place, own_notes_page(request.user, place, request.GET), form)


@require_http_methods(WRITES)
def round_note_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    note, place = _own_note(request, pk)
    form = RoundNoteEditForm(request.POST or None, now=round_note_as_typed(note), rooms=rooms_of(request.user, place))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            change_round_note(by=request.user, note=note, says=typed["says"], classroom=typed["classroom"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "Your note is changed.")
            return redirect(_at(place, pk))
    back = _at(place, pk)
    crumbs = (Link("Notes", reverse("reviews:round_notes", args=[place.round.pk])), Link("Change a note"))
    why = why_no_round_note(place)
    if note.struck_at and not why:
        why = "This note is struck out. Bring it back first, then change it."
    context = {
        **frame(request, place, *crumbs),
        "answer": "Change your note",
        "form": form,
        "why": why,
        "line": own_line(note, place),
        "wording": for_script(),
        "back": back,
        "keep": f"round-note-{pk}",
    }
    return render(request, "reviews/round_note_edit.html", context)


@require_POST
def round_note_strike(request: SignedInRequest, pk: int) -> HttpResponse:
    note, place = _own_note(request, pk)
    refused = ""
    try:
        strike_round_note(by=request.user, note=note, struck=request.POST.get("back") != "1")
    except ValidationError as error:
        refused = " ".join(error.messages)
    if not request.htmx:  # type: ignore[attr-defined]
        if refused:
            messages.error(request, refused)
        return redirect(_at(place, pk))
    fresh = RoundNote.objects.visible_to(request.user).select_related("classroom").get(pk=pk)
    return render(request, "reviews/_round_note.html", {"line": own_line(fresh, place), "refused": refused})


@require_safe
def round_notes_csv(request: SignedInRequest, pk: int) -> HttpResponse:
    """One's own notes."""
    place = walked_or_refuse(request, pk)
    rows = narrowed_own(request.user, place, request.GET.get("room", ""))
    return csv_response(configured(request, OwnNoteFile(list(rows))), f"my-notes-{place.round.host.slug}-{pk}.csv")


def _page(request: SignedInRequest, place: RoundPlace, page: OwnNotes, form: RoundNoteForm) -> HttpResponse:
    chosen = form["classroom"].value()
    context = {
        **frame(request, place, Link("Notes")),
        **_feed(request, place, page),
        "form": form,
        "chosen": int(chosen) if str(chosen or "").isdecimal() else None,
        "wording": for_script(),
    }
    return render(request, "reviews/round_notes.html", context)


def _feed(request: SignedInRequest, place: RoundPlace, page: OwnNotes) -> dict[str, Any]:
    asked = request.GET.copy()
    asked.pop("seen", None)
    return {"page": page, "answer": page.answer, "asked": asked.urlencode(), "why": why_no_round_note(place)}


def _own_note(request: SignedInRequest, pk: int) -> tuple[RoundNote, RoundPlace]:
    """One's own note. Another visitor, who reads it, is refused; nobody else knows of it."""
    visible = RoundNote.objects.visible_to(request.user).select_related("round__host", "classroom", "group")
    note = get_object_or_404(visible, pk=pk)
    place = place_or_404(request, note.round_id)
    if note.by_id != request.user.pk:
        raise PermissionDenied("This note is somebody else’s. Each writes their own.")
    if not place.visits:
        raise Http404
    return note, place


def _refused(request: SignedInRequest, place: RoundPlace, says: str, *, scripted: bool) -> HttpResponse:
    """403 with the reason, and with what was typed: nothing is lost."""
    if scripted:
        return device.kept(says)
    context = {**frame(request, place, Link("Notes")), "says": says, "typed": request.POST.get("says", "")}
    return render(request, "reviews/note_refused.html", context, status=403)


def _at(place: RoundPlace, pk: int) -> str:
    return f"{reverse('reviews:round_notes', args=[place.round.pk])}#note-{pk}"
