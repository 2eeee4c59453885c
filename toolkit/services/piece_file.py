"""Files of a piece of the library: looked into, kept where no address reaches, struck out, never deleted.

The bytes are on the disk before the row says so; where the row is not written, they go again.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from academies.services.naming import refuse_names
from accounts.models import User
from celt.lib.file_content import Content, look_into, stem
from celt.lib.file_kinds import Takes, cleaned
from celt.lib.sentences import listed
from celt.lib.stored import Folder
from toolkit.models import Piece, PieceFile
from toolkit.models.library import PieceFileKind
from toolkit.services.piece import hold_piece, refuse_put_away, refuse_unless_open

if TYPE_CHECKING:
    Upload = UploadedFile[Any]

FILES = Folder("library")
FILES_A_PIECE = 20
TAKES = Takes(
    ("photo", "pdf", "docx", "xlsx", "pptx"),
    "PDF, Word (.docx), PowerPoint (.pptx), Excel (.xlsx) and pictures (JPEG, PNG, WebP, HEIC) can be added.",
)
FULL = f"It holds {FILES_A_PIECE} files, as many as it can. Strike out what nobody needs, and send the others again."


@dataclass(frozen=True, slots=True)
class Given:
    """Of several files sent at once: those that are kept, and a sentence for each that is not."""

    kept: list[PieceFile]
    faults: list[str]


def add_piece_file(*, by: User, piece: Piece, upload: Upload, says: str = "") -> PieceFile:
    """Raises PermissionDenied, or ValidationError with a sentence for the sender."""
    # Who may not, or finds the piece full, is told before any picture is made.
    with transaction.atomic():
        _hold_room(by, piece)
    content = _nameless(piece, look_into(upload, TAKES))
    stored_as = uuid.uuid4()
    try:
        FILES.put(stored_as, content.content)
        with transaction.atomic():
            held = _hold_room(by, piece)
            sha256 = hashlib.sha256(content.content).hexdigest()
            # The same file sent twice is one file.
            here: PieceFile | None = PieceFile.objects.filter(piece=held, sha256=sha256, struck_at__isnull=True).first()
            if here is not None:
                FILES.take_away(stored_as)
                return here
            file = PieceFile(
                piece=held, by=by, name=content.name, kind=PieceFileKind(content.kind), size=len(content.content),
                sha256=sha256, stored_as=stored_as, says=" ".join(says.split()),
            )  # fmt: skip
            if held.academy is not None:
                refuse_names(held.academy, says=file.says)
            file.full_clean()
            file.save()
    except BaseException:
        FILES.take_away(stored_as)
        raise
    return file


def add_piece_files(*, by: User, piece: Piece, uploads: Sequence[Upload], says: str = "") -> Given:
    """Several files of one form, each for itself: one that is not taken stops no other. Raises PermissionDenied."""
    given = Given([], [])
    for n, upload in enumerate(uploads):
        try:
            given.kept.append(add_piece_file(by=by, piece=piece, upload=upload, says=says if len(uploads) == 1 else ""))
        except ValidationError as error:
            given.faults.append(error.messages[0])
            if error.messages[0] == FULL:
                given.faults.append(f"Not kept: {listed([cleaned(each.name or '') for each in uploads[n:]])}.")
                break
    return given


@transaction.atomic
def strike_piece_file(*, by: User, file: PieceFile, struck: bool = True) -> PieceFile:
    """Takes it out of the piece, or brings it back; twice is once. Raises PermissionDenied or ValidationError."""
    piece = hold_piece(by, file.piece)
    held: PieceFile = PieceFile.objects.editable_by(by).select_for_update(of=("self",)).get(pk=file.pk)
    if bool(held.struck_at) == struck:
        return held
    refuse_unless_open(piece.academy)
    if not struck:
        _refuse_full(piece)
    held.struck_at = timezone.now() if struck else None
    held.save(update_fields=["struck_at"])
    return held


def copy_files(*, by: User, of: Piece, to: Piece) -> None:
    """Each piece keeps bytes of its own, so that one may be struck out where another still needs it. A file that is
    gone from the disk is left behind."""
    for file in of.files.filter(struck_at__isnull=True):
        place = FILES.path_of(file.stored_as)
        if not place.exists():
            continue
        stored_as = uuid.uuid4()
        FILES.put(stored_as, place.read_bytes())
        try:
            copy = PieceFile(
                piece=to, by=by, name=file.name, kind=file.kind, size=file.size, sha256=file.sha256,
                stored_as=stored_as, says=file.says,
            )  # fmt: skip
            copy.full_clean()
            copy.save()
        except BaseException:
            FILES.take_away(stored_as)
            raise


def _nameless(piece: Piece, content: Content) -> Content:
    """A file's name is read by everybody: it names none of the academy's staff."""
    if piece.academy is not None:
        try:
            refuse_names(piece.academy, name=stem(content.name).replace("_", " "))
        except ValidationError as error:
            told = f"{content.name} has somebody’s name in its own. Give the file another name, and send it again."
            raise ValidationError(told) from error
    return content


def _hold_room(by: User, piece: Piece) -> Piece:
    """The piece, locked, where one more file fits."""
    held = hold_piece(by, piece)
    refuse_unless_open(held.academy)
    refuse_put_away(held)
    _refuse_full(held)
    return held


def _refuse_full(piece: Piece) -> None:
    if PieceFile.objects.filter(piece=piece, struck_at__isnull=True).count() >= FILES_A_PIECE:
        raise ValidationError(FULL)
