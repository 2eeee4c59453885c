"""Notes: written once however often they are sent, changed by their writer alone, struck out, never deleted."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from reviews.models import FrameworkPrompt, FrameworkSection, Review, ReviewNote
from reviews.services.gathering import hold_for_notes
from reviews.services.naming import refuse_names

THEIRS = "This note is somebody else’s. Each writes their own."
# A tablet's clock may go before ours.
AHEAD = datetime.timedelta(minutes=5)


@transaction.atomic
def write_note(
    *,
    by: User,
    review: Review,
    says: str,
    client_key: uuid.UUID | None = None,
    section: FrameworkSection | None = None,
    prompt: FrameworkPrompt | None = None,
    kind: str = "",
    where: str = "",
    seen_at: datetime.datetime | None = None,
) -> ReviewNote:
    """A new note. With a `client_key` that arrived before, that note as it stands now: nothing is written twice, and a
    note that arrived while the review was open has arrived. Raises PermissionDenied or ValidationError."""
    if client_key and (here := _sent_before(by, review, client_key)):
        return here
    locked = hold_for_notes(by, review)
    # Two tabs of one device may send the same note at once: the second waited for the review.
    if client_key and (here := _sent_before(by, locked, client_key)):
        return here
    now = timezone.now()
    note = ReviewNote(
        review=locked,
        by=by,
        client_key=client_key or uuid.uuid4(),
        says=says.strip(),
        kind=kind,
        where=where.strip(),
        seen_at=seen_at if seen_at and seen_at <= now + AHEAD else now,
    )
    _place(note, section, prompt)
    refuse_names(locked.academy, says=note.says, where=note.where)
    note.full_clean()
    note.save()
    return note


@transaction.atomic
def change_note(*, by: User, note: ReviewNote, **changes: Any) -> ReviewNote:
    """Changes what is given of: says, where, kind, section, prompt. A prompt brings its section; a section without a
    prompt takes the prompt off. Raises PermissionDenied or ValidationError."""
    locked = _hold_own(by, note)
    if locked.struck_at:
        raise ValidationError("This note is struck out. Bring it back first, then change it.")
    for name in ("says", "where", "kind"):
        if name in changes:
            setattr(locked, name, changes[name].strip())
    if "section" in changes or "prompt" in changes:
        _place(locked, changes.get("section"), changes.get("prompt"))
    refuse_names(
        locked.review.academy, **{name: getattr(locked, name) for name in ("says", "where") if name in changes}
    )
    locked.full_clean()
    locked.save()
    return locked


@transaction.atomic
def strike_note(*, by: User, note: ReviewNote, struck: bool = True) -> ReviewNote:
    """Draws a line through one's own note, or takes the line away; twice is once. What a finding was drawn from stays.
    Raises PermissionDenied or ValidationError."""
    locked = _hold_own(by, note)
    if bool(locked.struck_at) == struck:
        return locked
    if struck and locked.drawn_into.filter(finding__dropped_at__isnull=True).exists():
        raise ValidationError("A finding was drawn from this note. Take it out of the finding first.")
    locked.struck_at = timezone.now() if struck else None
    locked.save(update_fields=["struck_at"])
    return locked


def placed(review: Review, about: str) -> Mapping[str, FrameworkSection | FrameworkPrompt | None]:
    """ "s3" is a section and "p12" a prompt of the review's framework, "" neither. Raises ValidationError."""
    if not about:
        return {"section": None, "prompt": None}
    mark, number = about[0], about[1:]
    if number.isascii() and number.isdigit() and len(number) < 10:
        sections = FrameworkSection.objects.filter(framework=review.framework_id)
        if mark == "s" and (section := sections.filter(pk=number).first()):
            return {"section": section, "prompt": None}
        prompts = FrameworkPrompt.objects.filter(section__framework=review.framework_id).select_related("section")
        if mark == "p" and (prompt := prompts.filter(pk=number).first()):
            return {"section": prompt.section, "prompt": prompt}
    raise ValidationError({"about": "This part is not of the review’s framework. Choose one that is."})


def _place(note: ReviewNote, section: FrameworkSection | None, prompt: FrameworkPrompt | None) -> None:
    if prompt is not None:
        section = prompt.section
    if section is not None and section.framework_id != note.review.framework_id:
        raise ValidationError({"about": "This part is not of the review’s framework. Choose one that is."})
    note.section, note.prompt = section, prompt


def _sent_before(by: User, review: Review, client_key: uuid.UUID) -> ReviewNote | None:
    # Whoever wrote it may know that it arrived, on the team still or not.
    return ReviewNote.objects.filter(review=review.pk, by=by.pk, client_key=client_key).first()


def _hold_own(by: User, note: ReviewNote) -> ReviewNote:
    if note.by_id != by.pk:
        raise PermissionDenied(THEIRS)
    review = hold_for_notes(by, note.review)
    locked = ReviewNote.objects.editable_by(by).select_for_update(of=("self",), no_key=True).get(pk=note.pk)
    locked.review = review
    return locked
