"""Photos and files of a review: looked into, made fit, kept once however often sent, struck out, never deleted.

The bytes are on the disk before the row says so; where the row is not written, they go again.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from celt.lib.file_content import Content, look_into, stem
from celt.lib.file_kinds import cleaned
from celt.lib.sentences import counted, listed
from celt.lib.stored import Folder
from reviews.models import Review, ReviewFile, ReviewNote
from reviews.models.file import FileKind
from reviews.rules.file import FILES_A_REVIEW, TAKES
from reviews.services.gathering import hold_for_notes
from reviews.services.naming import refuse_names

if TYPE_CHECKING:
    Upload = UploadedFile[Any]

FILES = Folder("reviews")
THEIRS = "This file is somebody else’s. Each adds and strikes out their own."
FULL = (
    f"The review holds {FILES_A_REVIEW} photos and files, as many as it can. "
    "Strike out some that it does not need, and send the others again."
)


@dataclass(frozen=True, slots=True)
class Given:
    """Of several files sent at once: those that are kept, and a sentence for each that is not."""

    kept: list[ReviewFile]
    faults: list[str]


def add_file(
    *,
    by: User,
    review: Review,
    upload: Upload,
    note: ReviewNote | None = None,
    client_key: uuid.UUID | None = None,
    says: str = "",
) -> ReviewFile:
    """Keeps a photo or document. With a `client_key` that arrived before, that file as it stands now. Raises
    PermissionDenied, or ValidationError with a sentence for the sender."""
    key = client_key or uuid.uuid4()
    if here := _sent_before(by, review, key):
        return here
    # Who may not, or finds the review full, is told before any picture is made.
    with transaction.atomic():
        _hold_room(by, review, note)
    content = _nameless(review, look_into(upload, TAKES))
    refuse_names(review.academy, says=says)
    stored_as = uuid.uuid4()
    try:
        FILES.put(stored_as, content.content)
        if content.thumb:
            FILES.put(stored_as, content.thumb, ".thumb")
        with transaction.atomic():
            file = _write(by, review, note, key, says, content, stored_as)
    except BaseException:
        FILES.take_away(stored_as)
        raise
    if file.stored_as != stored_as:
        FILES.take_away(stored_as)
    return file


def add_files(
    *, by: User, review: Review, uploads: Sequence[Upload], note: ReviewNote | None = None, form_key: uuid.UUID
) -> Given:
    """Several files of one form, each for itself: one that is not taken stops no other. `form_key`: the form sent twice
    is sent once. Raises PermissionDenied where the person may add none."""
    given = Given([], [])
    for n, upload in enumerate(uploads):
        try:
            file = add_file(by=by, review=review, upload=upload, note=note, client_key=uuid.uuid5(form_key, str(n)))
        except ValidationError as error:
            says = error.messages[0]
            given.faults.append(says)
            if says == FULL:
                given.faults.append(_left([cleaned(each.name or "") for each in uploads[n:]]))
                break
        else:
            given.kept.append(file)
    return given


@transaction.atomic
def describe_file(*, by: User, file: ReviewFile, says: str) -> ReviewFile:
    """What it shows, in words for whoever cannot see it. Raises PermissionDenied or ValidationError."""
    locked = _hold_own(by, file)
    if locked.struck_at:
        raise ValidationError("This is struck out. Bring it back first, then say what it shows.")
    locked.says = says.strip()
    refuse_names(locked.review.academy, says=locked.says)
    locked.full_clean()
    locked.save(update_fields=["says"])
    return locked


@transaction.atomic
def strike_file(*, by: User, file: ReviewFile, struck: bool = True) -> ReviewFile:
    """Takes one's own file from everybody's sight but one's own, or brings it back; twice is once. Raises
    PermissionDenied or ValidationError."""
    locked = _hold_own(by, file)
    if bool(locked.struck_at) == struck:
        return locked
    if not struck:
        _refuse_full(locked.review)
        if not FILES.path_of(locked.stored_as).exists():
            raise ValidationError("This was erased for good, and cannot come back.")
    locked.struck_at = timezone.now() if struck else None
    locked.save(update_fields=["struck_at"])
    return locked


@transaction.atomic
def erase_file(*, file: ReviewFile) -> None:
    """For whoever runs the server: what its sender struck out goes from the disk. Raises ValidationError."""
    locked = ReviewFile.objects.select_for_update(no_key=True).get(pk=file.pk)
    if not locked.struck_at:
        raise ValidationError(f"{locked.name} is not struck out. Its sender strikes it out first.")
    FILES.take_away(locked.stored_as)


def _nameless(review: Review, content: Content) -> Content:
    """A photo gives up a name that names somebody; a document's name is its title, and its sender gives it another."""
    try:
        refuse_names(review.academy, name=stem(content.name).replace("_", " "))
    except ValidationError as error:
        if content.kind == "photo":
            return replace(content, name="photo.jpg")
        told = f"{content.name} has somebody’s name in its own. Give the file another name, and send it again."
        raise ValidationError(told) from error
    return content


def _write(
    by: User, review: Review, note: ReviewNote | None, key: uuid.UUID, says: str, content: Content, stored_as: uuid.UUID
) -> ReviewFile:
    locked = _hold_room(by, review, note)
    # Two tabs of one device may send the same file at once: the second waited for the review.
    if here := _sent_before(by, locked, key):
        return here
    file = ReviewFile(
        review=locked, note=note, by=by, client_key=key, name=content.name, kind=FileKind(content.kind),
        size=len(content.content), sha256=hashlib.sha256(content.content).hexdigest(), stored_as=stored_as,
        width=content.width, height=content.height, says=says.strip(),
    )  # fmt: skip
    file.full_clean()
    file.save()
    return file


def _hold_room(by: User, review: Review, note: ReviewNote | None) -> Review:
    """The review, locked, where one more file fits under `note`."""
    locked = hold_for_notes(by, review)
    if note is not None:
        if note.by_id != by.pk or note.review_id != locked.pk:
            raise PermissionDenied("Photos and files go under a note of your own on the same review.")
        if ReviewNote.objects.filter(pk=note.pk, struck_at__isnull=False).exists():
            raise ValidationError("The note is struck out. Bring it back first, then add to it.")
    _refuse_full(locked)
    return locked


def _refuse_full(review: Review) -> None:
    if ReviewFile.objects.standing().filter(review=review).count() >= FILES_A_REVIEW:
        raise ValidationError(FULL)


def _hold_own(by: User, file: ReviewFile) -> ReviewFile:
    if file.by_id != by.pk:
        raise PermissionDenied(THEIRS)
    review = hold_for_notes(by, file.review)
    locked = ReviewFile.objects.editable_by(by).select_for_update(of=("self",), no_key=True).get(pk=file.pk)
    locked.review = review
    return locked


def _sent_before(by: User, review: Review, key: uuid.UUID) -> ReviewFile | None:
    return ReviewFile.objects.filter(review=review.pk, by=by.pk, client_key=key).first()


def _left(names: list[str]) -> str:
    if len(names) < 6:
        return f"Not kept: {listed(names, most=5)}."
    return f"Not kept: {counted(len(names), 'file')}, {names[0]} and those after it."
