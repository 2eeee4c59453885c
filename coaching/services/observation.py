"""A visit as its coach takes it: started, noted, stopped. What a device sends twice is written once."""

from __future__ import annotations

import datetime
import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from coaching.models import Cycle, Note, Visit, VisitState
from coaching.rules.visit import NOT_WRITTEN, NotNow, after, minutes_of, nearest, writes
from coaching.services.holding import COACH_ALONE, hold_as_coach, hold_running, hold_to_write

# A tablet's clock may go before ours; one that says a day ago is wrong.
AHEAD, BACK = datetime.timedelta(minutes=5), datetime.timedelta(hours=12)
THEIRS = "This note is somebody else’s. Each writes their own."


@transaction.atomic
def start_visit(
    *,
    by: User,
    cycle: Cycle,
    client_key: uuid.UUID | None = None,
    where: str = "",
    started_at: datetime.datetime | None = None,
) -> Visit:
    """Begins to observe: the visit that was planned for these days, or a new one. What runs already goes on, and a key
    that arrived before gives its visit. `started_at`: by the device's clock. Raises PermissionDenied or
    ValidationError."""
    if client_key and (here := _started_before(by, cycle, client_key)):
        return here
    held = hold_running(by, cycle.pk)
    if held.coach_id != by.pk:
        raise PermissionDenied(COACH_ALONE)
    if client_key and (here := _started_before(by, held, client_key)):
        return here
    running: Visit | None = Visit.objects.observed_by(by).filter(cycle=held, state=VisitState.OBSERVING).first()
    if running:
        return running
    now = timezone.now()
    visit = _planned_near(by, held) or Visit(cycle=held)
    visit.cycle = held
    visit.client_key = client_key or visit.client_key
    visit.started_at = _believed(started_at, now)
    visit.day = timezone.localdate(visit.started_at)
    visit.where = where.strip() or visit.where
    visit.state = after("start", "planned")
    visit.full_clean()
    visit.save()
    return visit


@transaction.atomic
def write_note(
    *,
    by: User,
    visit: Visit,
    says: str,
    second: int | None = None,
    client_key: uuid.UUID | None = None,
    written_at: datetime.datetime | None = None,
) -> Note:
    """A new note, `second` seconds into the visit; None for one that was remembered afterwards. With a key that arrived
    before, that note as it stands now. A note that was written before the feedback was given still arrives after it.
    Raises PermissionDenied or ValidationError."""
    if client_key and (here := _noted_before(by, visit, client_key)):
        return here
    held = hold_as_coach(by, visit)
    if client_key and (here := _noted_before(by, held, client_key)):
        return here
    now = timezone.now()
    believed = _believed(written_at, now)
    late = held.fed_back_at is not None and believed < held.fed_back_at
    if not writes(held.state) and not late:  # type: ignore[arg-type]
        raise ValidationError(NOT_WRITTEN[held.state])  # type: ignore[index]
    note = Note(
        cycle=held.cycle,
        visit=held,
        by=by,
        client_key=client_key or uuid.uuid4(),
        says=says.strip(),
        second=second,
        written_at=believed,
    )
    note.full_clean()
    note.save()
    return note


@transaction.atomic
def change_note(*, by: User, note: Note, says: str) -> Note:
    held = _hold_own(by, note)
    if held.struck_at:
        raise ValidationError("This note is struck out. Bring it back first, then change it.")
    held.says = says.strip()
    held.full_clean()
    held.save(update_fields=["says"])
    return held


@transaction.atomic
def strike_note(*, by: User, note: Note, struck: bool = True) -> Note:
    """Draws a line through one's own note, or takes the line away; twice is once."""
    held = _hold_own(by, note)
    if bool(held.struck_at) != struck:
        held.struck_at = timezone.now() if struck else None
        held.save(update_fields=["struck_at"])
    return held


@transaction.atomic
def stop_visit(
    *, by: User, visit: Visit, minutes: int | None = None, ended_at: datetime.datetime | None = None
) -> Visit:
    """The visit is over. `minutes` with pupils, or by the timer. Stopped already: as it stands. Raises
    PermissionDenied or ValidationError."""
    held = hold_as_coach(by, visit)
    if held.state in (VisitState.OBSERVED, VisitState.FED_BACK):
        return held
    try:
        held.state = after("stop", held.state)  # type: ignore[arg-type]
    except NotNow as reason:
        raise ValidationError(str(reason)) from reason
    began = held.started_at or timezone.now()
    held.ended_at = max(began, _believed(ended_at, timezone.now()))
    last = Note.objects.visible_to(by).filter(visit=held).aggregate(last=Max("second"))["last"]
    held.class_minutes = minutes or minutes_of(int((held.ended_at - began).total_seconds()), last)
    held.full_clean()
    held.save()
    return held


def _believed(device: datetime.datetime | None, now: datetime.datetime) -> datetime.datetime:
    """What the device's clock says, unless it cannot be."""
    return device if device and now - BACK <= device <= now + AHEAD else now


def _planned_near(by: User, cycle: Cycle) -> Visit | None:
    planned = Visit.objects.observed_by(by).filter(cycle=cycle, state=VisitState.PLANNED).order_by("day", "pk")
    rows = list(planned.select_for_update(no_key=True, of=("self",)))
    day = nearest([visit.day for visit in rows], timezone.localdate())
    return next((visit for visit in rows if visit.day == day), None)


def _started_before(by: User, cycle: Cycle, client_key: uuid.UUID) -> Visit | None:
    begun = Visit.objects.visible_to(by).exclude(state=VisitState.PLANNED)
    return begun.filter(cycle=cycle.pk, cycle__coach=by.pk, client_key=client_key).first()


def _noted_before(by: User, visit: Visit, client_key: uuid.UUID) -> Note | None:
    return Note.objects.visible_to(by).filter(visit=visit.pk, by=by.pk, client_key=client_key).first()


def _hold_own(by: User, note: Note) -> Note:
    if note.by_id != by.pk:
        raise PermissionDenied(THEIRS)
    visit = hold_to_write(by, note.visit)
    held: Note = Note.objects.editable_by(by).select_for_update(no_key=True, of=("self",)).get(pk=note.pk)
    held.visit, held.cycle = visit, visit.cycle
    return held
