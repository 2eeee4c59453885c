"""The schedule of a round: classrooms by time, year group and subject, and who of the visitors goes where."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from reviews.models import ClassroomVisit, Round, RoundClassroom, RoundVisitor
from reviews.models.round import RoundState
from reviews.rules.schedule import MOST_GROUPS, spread
from reviews.services.naming import refuse_names
from reviews.services.round_gate import hold_round
from reviews.services.visitor import refuse_ended


@transaction.atomic
def add_classroom(
    *,
    by: User,
    round: Round,
    year_group: str,
    subject: str,
    starts: datetime.time,
    visitors: Iterable[RoundVisitor] = (),
) -> RoundClassroom:
    """`visitors`: who goes; none named, everybody does. Raises PermissionDenied or ValidationError."""
    locked = _open(by, round)
    room = RoundClassroom(round=locked)
    _say(room, year_group, subject, starts)
    _send(room, visitors)
    return room


@transaction.atomic
def change_classroom(
    *,
    by: User,
    classroom: RoundClassroom,
    year_group: str,
    subject: str,
    starts: datetime.time,
    visitors: Iterable[RoundVisitor] = (),
) -> RoundClassroom:
    """Raises PermissionDenied or ValidationError."""
    room = _hold(by, classroom)
    _say(room, year_group, subject, starts)
    _send(room, visitors)
    return room


@transaction.atomic
def drop_classroom(*, by: User, classroom: RoundClassroom) -> RoundClassroom:
    """Off the schedule; notes from it stay. Raises PermissionDenied or ValidationError."""
    room = _hold(by, classroom)
    room.dropped_at = timezone.now()
    room.save(update_fields=["dropped_at"])
    return room


@transaction.atomic
def spread_visitors(*, by: User, round: Round, groups: int) -> None:
    """Sends the visitors in so many groups, who take turns; one group is everybody everywhere.

    Raises PermissionDenied or ValidationError.
    """
    locked = _open(by, round)
    if not 1 <= groups <= MOST_GROUPS:
        raise ValidationError(f"Choose between one group and {MOST_GROUPS}.")
    visitors = {visitor.pk: visitor for visitor in locked.visitors.filter(ended_at__isnull=True)}
    if groups > 1 and len(visitors) < groups:
        raise ValidationError("There are fewer visitors than groups. Ask more colleagues, or make fewer groups.")
    rooms = {room.pk: room for room in locked.classrooms.filter(dropped_at__isnull=True)}
    for pk, goes in spread([(room.pk, room.starts) for room in rooms.values()], list(visitors), groups).items():
        _send(rooms[pk], [visitors[one] for one in goes])


def _open(by: User, round: Round) -> Round:
    locked = hold_round(by, round)
    refuse_ended(locked)
    if locked.state == RoundState.DEBRIEFING:
        raise ValidationError("The debrief is open, and the schedule stands. Go back to the classrooms to change it.")
    return locked


def _hold(by: User, classroom: RoundClassroom) -> RoundClassroom:
    locked = _open(by, classroom.round)
    room: RoundClassroom = locked.classrooms.select_for_update(of=("self",)).get(pk=classroom.pk)
    if room.dropped_at:
        raise ValidationError("This classroom was taken off the schedule meanwhile.")
    room.round = locked
    return room


def _say(room: RoundClassroom, year_group: str, subject: str, starts: datetime.time) -> None:
    room.year_group, room.subject, room.starts = year_group.strip(), subject.strip(), starts
    refuse_names(room.round.host, year_group=room.year_group, subject=room.subject)
    room.full_clean()
    room.save()


def _send(room: RoundClassroom, visitors: Iterable[RoundVisitor]) -> None:
    wanted = {visitor.pk: visitor for visitor in visitors}
    if any(visitor.round_id != room.round_id or visitor.ended_at for visitor in wanted.values()):
        raise ValidationError({"visitors": "Choose among those who visit on this round."})
    held = set(room.visits.values_list("visitor", flat=True))
    room.visits.exclude(visitor__in=wanted).delete()
    for pk, visitor in wanted.items():
        if pk not in held:
            ClassroomVisit.objects.create(classroom=room, visitor=visitor)
