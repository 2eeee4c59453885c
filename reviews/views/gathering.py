"""The observers' page: notes as they are taken, by several people at once.

`note_add` answers a page to a form, and JSON to static/js/gathering.js, which keeps a note on the device until then.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.guards import SignedInRequest
from celt.ui import device
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response
from reviews.forms.note import NoteEditForm, NoteForm, about_groups, note_as_typed
from reviews.models import ReviewNote
from reviews.models.framework import EvidenceKind
from reviews.selectors.file import files_of_note
from reviews.selectors.gathering import Place, parts_of
from reviews.selectors.note import NotesPage, last_place, named_about, narrowed_notes, note_line, notes_page
from reviews.services.note import change_note, placed, strike_note, write_note
from reviews.tables.note import NoteFile
from reviews.views.file_given import ACCEPT, take_files
from reviews.views.gathering_place import frame, known_or_404, read_or_refuse

WRITES = ["GET", "HEAD", "POST"]


@require_safe
def notes(request: SignedInRequest, pk: int) -> HttpResponse:
    place = read_or_refuse(request, pk)
    about = request.GET.get("about", "")
    where = "" if place.why_no_note else last_place(request.user, place)
    form = NoteForm(initial={"client_key": uuid.uuid4(), "about": about, "where": where})
    return _notes_page(request, place, form, about)


@require_safe
def notes_feed(request: SignedInRequest, pk: int) -> HttpResponse:
    """What stands in the list now; nothing (204) where the page shows it already."""
    place = read_or_refuse(request, pk)
    page = notes_page(request.user, place, request.GET)
    if request.GET.get("seen") == page.seen:
        return HttpResponse(status=204)
    context = {**frame(request, place, Link("Notes")), **_feed(request, place, page), "fresh": True}
    return render(request, "reviews/_notes_feed.html", context)


@require_POST
def note_add(request: SignedInRequest, pk: int) -> HttpResponse:
    place = known_or_404(request, pk)
    scripted = device.from_device(request)
    if scripted and device.of_somebody_else(request):
        return device.kept(device.SOMEBODY_ELSE, 409)
    form = NoteForm(request.POST)
    try:
        if form.is_valid():
            sent = form.cleaned_data
            note = write_note(
                by=request.user,
                review=place.review,
                says=sent["says"],
                client_key=sent["client_key"],
                where=sent["where"],
                seen_at=sent["seen_at"],
                **placed(place.review, sent["about"]),  # type: ignore[arg-type]
            )
            if scripted:
                return device.arrived()
            messages.success(request, "Your note is kept.")
            take_files(request, place, note)
            return redirect("reviews:notes", pk=pk)
    except PermissionDenied as error:
        return _refused(request, place, str(error), scripted=scripted)
    except ValidationError as error:
        if place.closed:
            return _refused(request, place, error.messages[0], scripted=scripted)
        put_errors(form, error)
    if request.FILES:
        form.add_error(None, "Your photos and files go with the note. Mend it, and choose them once more.")
    if scripted:
        return device.to_mend(form)
    if not place.reads:
        return _refused(request, place, place.why_unread, scripted=False)
    return _notes_page(request, place, form, request.POST.get("about", ""))


@require_http_methods(WRITES)
def note_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    note, place = _own_note(request, pk)
    now = note_as_typed(note)
    form = NoteEditForm(request.POST or None, now=now, groups=about_groups(parts_of(place.review)))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            change_note(
                by=request.user, note=note, says=typed["says"], where=typed["where"], kind=typed["kind"],
                **placed(place.review, typed["about"]),
            )  # fmt: skip
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "Your note is changed.")
            return redirect(_at(place, pk))
    back = _at(place, pk)
    crumbs = (Link("Notes", reverse("reviews:notes", args=[place.review.pk])), Link("Change a note"))
    context = {**frame(request, place, *crumbs), "form": form, "own": note, "back": back, "keep": f"note-{pk}"}
    return render(request, "reviews/note_edit.html", context)


@require_POST
def note_sort(request: SignedInRequest, pk: int) -> HttpResponse:
    """One tap: the part or prompt it is of (`about`), or where it showed (`kind`)."""
    note, place = _own_note(request, pk)
    changes: dict[str, Any] = {}
    try:
        if "about" in request.POST:
            changes |= placed(place.review, request.POST["about"])
        if "kind" in request.POST:
            changes["kind"] = request.POST["kind"]
        change_note(by=request.user, note=note, **changes)
    except ValidationError as error:
        return _after_tap(request, note, place, " ".join(error.messages))
    return _after_tap(request, note, place)


@require_POST
def note_strike(request: SignedInRequest, pk: int) -> HttpResponse:
    note, place = _own_note(request, pk)
    try:
        strike_note(by=request.user, note=note, struck=request.POST.get("back") != "1")
    except ValidationError as error:
        return _after_tap(request, note, place, " ".join(error.messages))
    return _after_tap(request, note, place)


@require_safe
def note_csv(request: SignedInRequest, pk: int) -> HttpResponse:
    place = read_or_refuse(request, pk)
    rows = narrowed_notes(request.user, place, request.GET.get("whose", ""), request.GET.get("part", ""))
    return csv_response(configured(request, NoteFile(list(rows))), f"notes-{place.review.academy.slug}-{pk}.csv")


def _notes_page(request: SignedInRequest, place: Place, form: NoteForm, about: str) -> HttpResponse:
    page = notes_page(request.user, place, request.GET)
    context = {
        **frame(request, place, Link("Notes")),
        **_feed(request, place, page),
        "form": form,
        "accept": ACCEPT,
        "about": named_about(page.parts, about),
    }
    return render(request, "reviews/notes.html", context)


def _feed(request: SignedInRequest, place: Place, page: NotesPage) -> dict[str, Any]:
    asked = request.GET.copy()
    for name in ("seen", "about"):
        asked.pop(name, None)
    shown = {"page": page, "kinds": EvidenceKind.choices, "asked": asked.urlencode()}
    return {"place": place, "review": place.review, **shown}


def _own_note(request: SignedInRequest, pk: int) -> tuple[ReviewNote, Place]:
    """One's own note. Whoever reads the note of somebody else is refused; nobody else knows of it."""
    visible = ReviewNote.objects.visible_to(request.user) | ReviewNote.objects.filter(by=request.user.pk)
    note = visible.select_related("review", "by", "section", "prompt").filter(pk=pk).first()
    if note is None:
        raise Http404
    place = known_or_404(request, note.review_id)
    if note.by_id != request.user.pk:
        raise PermissionDenied("This note is somebody else’s. Each writes their own.")
    if not place.reads:
        raise PermissionDenied(place.why_unread)
    return note, place


def _after_tap(request: SignedInRequest, note: ReviewNote, place: Place, refused: str = "") -> HttpResponse:
    if not request.htmx:  # type: ignore[attr-defined]
        if refused:
            messages.error(request, refused)
        return redirect(_at(place, note.pk))
    fresh = ReviewNote.objects.visible_to(request.user).select_related("by", "section", "prompt").get(pk=note.pk)
    context = {
        "line": note_line(fresh, request.user, writes=not place.why_no_note, files=files_of_note(request.user, fresh)),
        "parts": parts_of(place.review),
        "kinds": EvidenceKind.choices,
        "refused": refused,
    }
    return render(request, "reviews/_note.html", context)


def _refused(request: SignedInRequest, place: Place, says: str, *, scripted: bool) -> HttpResponse:
    """403 with the reason, and with what was typed: nothing is lost."""
    if scripted:
        return device.kept(says)
    context = {
        **frame(request, place, Link("Notes")),
        "says": says,
        "typed": request.POST.get("says", ""),
        "where": request.POST.get("where", ""),
    }
    return render(request, "reviews/note_refused.html", context, status=403)


def _at(place: Place, pk: int) -> str:
    return f"{reverse('reviews:notes', args=[place.review.pk])}#note-{pk}"
