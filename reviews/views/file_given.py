"""Files as a form of the notes' pages brings them: taken in, and told about in sentences."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages

from academies.guards import SignedInRequest
from celt.lib.file_kinds import cleaned
from celt.lib.sentences import counted, listed, opened
from celt.ui.uploads import given_files
from reviews.models import ReviewNote
from reviews.selectors.gathering import Place
from reviews.services.file import Given, add_files

ACCEPT = ".jpg,.jpeg,.png,.webp,.heic,.heif,.pdf,.docx,.xlsx,image/jpeg,image/png,image/webp,image/heic"


def take_files(request: SignedInRequest, place: Place, note: ReviewNote | None) -> Given:
    """Keeps what fits of the form's `files`; a message says what is kept, and one each what is not and why. Raises
    PermissionDenied where the person may add none."""
    uploads, left = given_files(request, "files")
    if not uploads:
        return Given([], [])
    given = add_files(by=request.user, review=place.review, uploads=uploads, note=note, form_key=_form_key(request))
    if given.kept:
        photos = sum(1 for file in given.kept if file.kind == "photo")
        told = opened(len(given.kept), "photo" if photos == len(given.kept) else "file")
        messages.success(request, f"{told} {'is' if len(given.kept) == 1 else 'are'} kept.")
    for says in [*given.faults, *_too_many(left)]:
        messages.error(request, says)
    return given


def _form_key(request: SignedInRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("client_key", ""))
    except ValueError:
        return uuid.uuid4()


def _too_many(names: list[str]) -> list[str]:
    if not names:
        return []
    left = [cleaned(name) for name in names]
    told = listed(left, most=3) if len(left) < 4 else f"{left[0]} and {counted(len(left) - 1, 'file')} after it"
    most = settings.FILES_AT_ONCE
    return [f"At most {most} files go at once. Not kept: {told}. Choose them again, {most} at a time."]
