"""Notes of a round: written once however often they are sent, changed by their writer alone, struck, never deleted."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from reviews.models import Round, RoundClassroom, RoundNote
from reviews.rules.round_board import NOTES_CLOSED
from reviews.services.naming import refuse_names
from reviews.services.note import AHEAD, THEIRS
from reviews.services.round_gate import hold_round

ELSEWHERE = "This classroom is of another round. Choose one that is on the schedule."


@transaction.atomic
def write_round_note(
    *,
    by: User,
    round: Round,
    says: str,
    client_key: uuid.UUID | None = None,
    classroom: RoundClassroom | None = None,
    seen_at: datetime.datetime | None = None,
) -> RoundNote:
    """A new note. With a `client_key` that arrived before, that note as it stands now: nothing is written twice, and
    what arrived while notes were taken has arrived. Raises PermissionDenied or ValidationError."""
    if client_key and (here := _sent_before(by, round, client_key)):
        return here
    locked = hold_for_notes(by, round)
    # Two tabs of one device may send the same note at once: the second waited for the round.
    if client_key and (here := _sent_before(by, locked, client_key)):
        return here
    now = timezone.now()
    note = RoundNote(
        round=locked,
        by=by,
        client_key=client_key or uuid.uuid4(),
        says=says.strip(),
        seen_at=seen_at if seen_at and seen_at <= now + AHEAD else now,
    )
    _save(note, classroom)
    return note


@transaction.atomic
def change_round_note(*, by: User, note: RoundNote, **changes: Any) -> RoundNote:
    """Changes what is given of: says, classroom. Raises PermissionDenied or ValidationError."""
    locked = _hold_own(by, note)
    if locked.struck_at:
        raise ValidationError("This note is struck out. Bring it back first, then change it.")
    if "says" in changes:
        locked.says = changes["says"].strip()
    _save(locked, changes.get("classroom", locked.classroom))
    return locked


@transaction.atomic
def strike_round_note(*, by: User, note: RoundNote, struck: bool = True) -> RoundNote:
    """Draws a line through one's own note, or takes it away; twice is once. Struck, it leaves the board, and brought
    back it lies where it lay. Raises PermissionDenied or ValidationError."""
    locked = _hold_own(by, note)
    if bool(locked.struck_at) == struck:
        return locked
    locked.struck_at = timezone.now() if struck else None
    # Its group may have been dropped while it was struck.
    if locked.group is not None and locked.group.dropped_at:
        locked.group = None
    locked.save(update_fields=["struck_at", "group"])
    return locked


def arrived(by: User, round_pk: int, key: str) -> bool:
    """Whether the person's note of that key is here, so that a device may forget it; their visit may be over."""
    try:
        client_key = uuid.UUID(key)
    except ValueError:
        return False
    return RoundNote.objects.filter(round=round_pk, by=by.pk, client_key=client_key).exists()


def hold_for_notes(by: User, round: Round) -> Round:
    locked = hold_round(by, round, "walked")
    if locked.state in NOTES_CLOSED:
        raise ValidationError(NOTES_CLOSED[locked.state])  # type: ignore[index]
    return locked


def _sent_before(by: User, round: Round, client_key: uuid.UUID) -> RoundNote | None:
    # Whoever wrote it may know that it arrived, still a visitor or not.
    return RoundNote.objects.filter(round=round.pk, by=by.pk, client_key=client_key).first()


def _hold_own(by: User, note: RoundNote) -> RoundNote:
    """The round first, as every write of a round does, so that no two of them wait for each other."""
    if note.by_id != by.pk:
        raise PermissionDenied(THEIRS)
    round = hold_for_notes(by, note.round)
    mine = RoundNote.objects.editable_by(by).select_related("classroom", "group")
    locked = mine.select_for_update(of=("self",), no_key=True).get(pk=note.pk)
    locked.round = round
    return locked


def _save(note: RoundNote, classroom: RoundClassroom | None) -> None:
    if classroom is not None and classroom.round_id != note.round_id:
        raise ValidationError({"classroom": ELSEWHERE})
    note.classroom = classroom
    refuse_names(note.round.host, says=note.says)
    note.full_clean()
    note.save()
