"""Photos and files of a review: adding them, and the only way to their bytes.

`file_add` answers a page to a form, and JSON to static/js/files.js, which keeps on the device what is not sent yet.
"""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.guards import SignedInRequest
from celt.lib.sentences import inside
from celt.lib.stored import Part
from celt.ui import device
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from reviews.forms.file import FileCaptionForm
from reviews.models import ReviewFile, ReviewNote
from reviews.models.file import FileKind
from reviews.rules.file import FILES_A_REVIEW
from reviews.selectors.file import file_line
from reviews.selectors.gathering import Place
from reviews.services.file import FILES, FULL, THEIRS, add_file, describe_file, strike_file
from reviews.views.file_given import ACCEPT, take_files
from reviews.views.gathering import WRITES
from reviews.views.gathering_place import frame, known_or_404, read_or_refuse

MEDIA_TYPES = {
    FileKind.PHOTO: "image/jpeg",
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_http_methods(WRITES)
def file_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """`note`: the key of one's own note that they go under; without it they are of the review as a whole."""
    if request.method == "POST" and device.from_device(request):
        return _from_device(request, known_or_404(request, pk))
    place = read_or_refuse(request, pk)
    note = _own_note(request, place, request.GET.get("note", ""))
    if note is None and "note" in request.GET:
        raise Http404
    why = place.why_no_note or place.closed
    if request.method == "POST":
        if why:
            raise PermissionDenied(why)
        given = take_files(request, place, note)
        if given.kept and not given.faults:
            return redirect(_back(place, note))
        if not given.kept and not given.faults:
            messages.error(request, "Choose a photo or a file first.")
    context = {
        **frame(request, place, Link("Notes", reverse("reviews:notes", args=[pk])), Link("Add photos or files")),
        "note": note, "why": why, "accept": ACCEPT, "key": uuid.uuid4(), "back": _back(place, note),
        "most": FILES_A_REVIEW,
    }  # fmt: skip
    return render(request, "reviews/file_add.html", context)


@require_safe
def file_show(request: SignedInRequest, pk: int) -> HttpResponse:
    file = _seen_or_404(request, pk)
    return _bytes(request, file, "", file.sha256)


@require_safe
def file_thumb(request: SignedInRequest, pk: int) -> HttpResponse:
    file = _seen_or_404(request, pk)
    if file.kind != FileKind.PHOTO:
        raise Http404
    return _bytes(request, file, ".thumb", f"{file.sha256[:32]}-small")


@require_http_methods(WRITES)
def file_caption(request: SignedInRequest, pk: int) -> HttpResponse:
    """The picture, and what it shows in its sender's words; from here it is struck out too."""
    file, place = _own_file(request, pk)
    form = FileCaptionForm(request.POST or None, now={"says": file.says})
    if request.method == "POST" and form.is_valid():
        try:
            describe_file(by=request.user, file=file, says=form.cleaned_data["says"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "What it shows is kept.")
            return redirect(_back(place, file.note))
    line = file_line(file, request.user, writes=not place.why_no_note)
    notes = Link("Notes", reverse("reviews:notes", args=[place.review.pk]))
    context = {
        **frame(request, place, notes, Link("What it shows")),
        "form": form, "line": line, "back": _back(place, file.note), "about": _about(file),
    }  # fmt: skip
    return render(request, "reviews/file_caption.html", context)


@require_POST
def file_strike(request: SignedInRequest, pk: int) -> HttpResponse:
    file, place = _own_file(request, pk)
    struck = request.POST.get("back") != "1"
    try:
        strike_file(by=request.user, file=file, struck=struck)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        what = file.get_kind_display()
        messages.success(
            request,
            f"The {inside(what)} is struck out: nobody but you sees it." if struck else f"The {inside(what)} is back.",
        )
    return redirect(_back(place, file.note))


def _from_device(request: SignedInRequest, place: Place) -> HttpResponse:
    """One file that waited on a device. `note` may have gone with what its writer did since: then the file is kept with
    the review as a whole."""
    if device.of_somebody_else(request):
        return device.kept(device.SOMEBODY_ELSE, 409)
    upload, key = request.FILES.get("file"), _key(request.POST.get("client_key", ""))
    if upload is None or key is None:
        return device.kept("The file did not arrive. Choose it again.", 400)
    try:
        note = _own_note(request, place, request.POST.get("note", ""))
        add_file(by=request.user, review=place.review, upload=upload, note=note, client_key=key)
    except PermissionDenied as error:
        return device.kept(str(error))
    except ValidationError as error:
        return JsonResponse({"says": error.messages[0], "full": error.messages[0] == FULL}, status=400)
    return device.arrived()


def _bytes(request: SignedInRequest, file: ReviewFile, part: Part, tag: str) -> HttpResponse:
    """A photo is shown, as it was made anew; a document is handed over to be saved. Nothing in either may act here."""
    photo = file.kind == FileKind.PHOTO
    etag = f'"{tag}"'
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        try:
            content = FILES.path_of(file.stored_as, part).read_bytes()
        except FileNotFoundError as error:
            raise Http404("The file is not on the disk.") from error
        answer = HttpResponse(content, content_type=MEDIA_TYPES[FileKind(file.kind)])
        answer["Content-Disposition"] = content_disposition_header(not photo, file.name) or "inline"
        answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["ETag"] = etag
    # Kept by the reader's own browser, which asks each time whether they may still see it.
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _seen_or_404(request: SignedInRequest, pk: int) -> ReviewFile:
    file = ReviewFile.objects.visible_to(request.user).filter(pk=pk).first()
    if file is None:
        raise Http404
    return file


def _own_file(request: SignedInRequest, pk: int) -> tuple[ReviewFile, Place]:
    """One's own. Whoever sees the file of somebody else is refused; nobody else knows of it."""
    visible = ReviewFile.objects.visible_to(request.user) | ReviewFile.objects.filter(by=request.user.pk)
    file = visible.select_related("review", "by", "note").filter(pk=pk).first()
    if file is None:
        raise Http404
    place = known_or_404(request, file.review_id)
    if file.by_id != request.user.pk:
        raise PermissionDenied(THEIRS)
    if not place.reads:
        raise PermissionDenied(place.why_unread)
    return file, place


def _own_note(request: SignedInRequest, place: Place, sent: str) -> ReviewNote | None:
    key = _key(sent)
    mine = ReviewNote.objects.visible_to(request.user).filter(review=place.review, by=request.user.pk)
    return mine.filter(client_key=key).first() if key else None


def _key(sent: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(sent)
    except ValueError:
        return None


def _about(file: ReviewFile) -> str:
    return file.note.says if file.note else ""


def _back(place: Place, note: ReviewNote | None) -> str:
    notes = reverse("reviews:notes", args=[place.review.pk])
    return f"{notes}#note-{note.pk}" if note else f"{notes}#files-loose"
