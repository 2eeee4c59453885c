"""Files of the library: adding them, striking one out, and the only way to their bytes."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from academies.access import Person
from academies.guards import SignedInRequest
from celt.lib.sentences import counted, opened
from celt.ui.uploads import given_files
from toolkit.models import PieceFile
from toolkit.models.library import PieceFileKind
from toolkit.selectors.piece_page import SHOWN, may_write_piece
from toolkit.services.piece import REFUSED
from toolkit.services.piece_file import FILES, add_piece_files, strike_piece_file
from toolkit.views.piece import editable_or_403

OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    PieceFileKind.PHOTO: "image/jpeg",
    PieceFileKind.PDF: "application/pdf",
    PieceFileKind.DOCX: f"{OFFICE}.wordprocessingml.document",
    PieceFileKind.XLSX: f"{OFFICE}.spreadsheetml.sheet",
    PieceFileKind.PPTX: f"{OFFICE}.presentationml.presentation",
}


@require_POST
def piece_file_add(request: SignedInRequest, pk: int) -> HttpResponse:
    piece = editable_or_403(request, pk)
    uploads, left = given_files(request, "files")
    if not uploads:
        messages.error(request, "Choose a file first.")
        return redirect(_files_of(pk))
    given = add_piece_files(by=request.user, piece=piece, uploads=uploads, says=request.POST.get("says", "")[:200])
    if given.kept:
        messages.success(request, f"{opened(len(given.kept), 'file is', 'files are')} kept.")
    for says in given.faults:
        messages.error(request, says)
    if left:
        most = settings.FILES_AT_ONCE
        messages.error(request, f"At most {most} files go at once: {counted(len(left), 'file')} not kept.")
    return redirect(_files_of(pk))


@require_safe
def piece_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """A picture, made anew, and a PDF are shown; everything else is handed over to be saved. Nothing in either may act
    here."""
    file = _visible_or_404(request, pk)
    if file.struck_at is not None and not may_write_piece(request.person, file.piece):
        raise Http404
    etag = f'"{file.sha256}"'
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        try:
            content = FILES.path_of(file.stored_as).read_bytes()
        except FileNotFoundError as error:
            raise Http404("The file is not on the disk.") from error
        answer = HttpResponse(content, content_type=MEDIA_TYPES[PieceFileKind(file.kind)])
        saved = file.kind not in SHOWN or "save" in request.GET
        answer["Content-Disposition"] = content_disposition_header(saved, file.name) or "inline"
        answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["ETag"] = etag
    # Kept by the reader's own browser, which asks each time whether they may still see it.
    answer["Cache-Control"] = "private, no-cache"
    return answer


@require_POST
def piece_file_strike(request: SignedInRequest, pk: int) -> HttpResponse:
    """Takes it out of the piece, or brings it back where `back` is sent."""
    file = _visible_or_404(request, pk)
    if not may_write_piece(request.person, file.piece):
        raise PermissionDenied(REFUSED)
    struck = "back" not in request.POST
    try:
        strike_piece_file(by=request.user, file=file, struck=struck)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"{file.name} is {'struck out' if struck else 'back'}.")
    return redirect(_files_of(file.piece_id))


def _visible_or_404(request: SignedInRequest, pk: int) -> PieceFile:
    found = PieceFile.objects.visible_to(request.user).select_related("piece__academy", "piece__trust")
    file: PieceFile = get_object_or_404(found, pk=pk)
    request.person = Person(request.person.memberships, file.piece.trust)
    return file


def _files_of(pk: int) -> str:
    return f"{reverse('toolkit:piece_show', args=[pk])}#files"
