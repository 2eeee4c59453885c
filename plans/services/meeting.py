"""Meetings of learning teams: planned, noted by their members, called off."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from celt.lib.days import british
from plans.models import LearningTeam, TeamMeeting
from plans.services.learning import ended, hold_team

REFUSED = "Meetings are planned and noted by the members of the team and by who leads learning at the academy."
MOST_AT_ONCE = 20


@transaction.atomic
def plan_meetings(*, by: User, team: LearningTeam, days: list[datetime.date]) -> list[TeamMeeting]:
    """A meeting on each of `days`, none of them past. A day on which the team meets already is left out of a row of
    days, and refused where it is the only one. Raises PermissionDenied or ValidationError."""
    locked = _worked_in(by, team)
    wanted = sorted(set(days))
    if not wanted or len(wanted) > MOST_AT_ONCE:
        raise ValidationError({"on": f"Plan one to {MOST_AT_ONCE} meetings at a time."})
    if wanted[0] < timezone.localdate():
        raise ValidationError(
            {"on": f"{british(wanted[0])} is past. Choose a day from today on, or note a meeting that was held."}
        )
    taken = set(locked.meetings.filter(on__in=wanted, called_off_at__isnull=True).values_list("on", flat=True))
    if taken and taken >= set(wanted):
        raise ValidationError({"on": _twice(locked, min(taken))})
    return [_write(locked, by, day) for day in wanted if day not in taken]


@transaction.atomic
def note_new_meeting(*, by: User, team: LearningTeam, on: datetime.date, notes: str, tries: str = "") -> TeamMeeting:
    """A meeting that was held without having been planned. Raises PermissionDenied or ValidationError."""
    locked = _worked_in(by, team)
    _refuse_what_was_not_held(on, notes)
    if locked.meetings.filter(on=on, called_off_at__isnull=True).exists():
        raise ValidationError({"on": _twice(locked, on)})
    return _write(locked, by, on, notes, tries)


@transaction.atomic
def write_meeting(
    *, by: User, meeting: TeamMeeting, on: datetime.date, notes: str = "", tries: str = ""
) -> TeamMeeting:
    """Notes it, or moves it to another day while it is to come. Raises PermissionDenied or ValidationError."""
    team = _worked_in(by, meeting.team)
    locked = TeamMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if locked.called_off_at is not None:
        raise ValidationError("This meeting was called off. Note the one that was held instead.")
    if notes.strip() or tries.strip() or locked.notes:
        _refuse_what_was_not_held(on, notes)
    elif on < timezone.localdate():
        raise ValidationError({"notes": "The day is past: write what was said and decided, or choose a day to come."})
    if on != locked.on:
        _refuse_outside(team, on)
        if team.meetings.filter(on=on, called_off_at__isnull=True).exclude(pk=locked.pk).exists():
            raise ValidationError({"on": _twice(team, on)})
    locked.on, locked.notes, locked.tries = on, notes.strip(), tries.strip()
    locked.written_by, locked.written_at = by, timezone.now()
    locked.full_clean()
    locked.save()
    return locked


@transaction.atomic
def call_off_meeting(*, by: User, meeting: TeamMeeting) -> TeamMeeting:
    """It stays on record. Twice is once. Raises PermissionDenied, or ValidationError where it was held and noted."""
    _worked_in(by, meeting.team)
    locked = TeamMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if locked.notes:
        raise ValidationError("This meeting was held and noted: it cannot be called off any more.")
    if locked.called_off_at is None:
        locked.called_off_at = timezone.now()
        locked.save(update_fields=["called_off_at"])
    return locked


def _write(team: LearningTeam, by: User, on: datetime.date, notes: str = "", tries: str = "") -> TeamMeeting:
    _refuse_outside(team, on)
    meeting = TeamMeeting(team=team, on=on, notes=notes.strip(), tries=tries.strip(), written_by=by)
    meeting.full_clean()
    meeting.save()
    return meeting


def _refuse_what_was_not_held(on: datetime.date, notes: str) -> None:
    if on > timezone.localdate():
        raise ValidationError({"on": f"{british(on)} is still to come: note the meeting when it was held."})
    if not notes.strip():
        raise ValidationError({"notes": "Write in a sentence or two what was said and decided."})


def _refuse_outside(team: LearningTeam, on: datetime.date) -> None:
    if on < team.starts:
        raise ValidationError({"on": f"The team began on {british(team.starts)}. Choose that day or a later one."})
    if team.ends is not None and on > team.ends:
        raise ValidationError({"on": f"The team ends on {british(team.ends)}. Choose that day or an earlier one."})


def _twice(team: LearningTeam, on: datetime.date) -> str:
    return f"{team} meets on {british(on)} already. Open that meeting, or choose another day."


def _worked_in(by: User, team: LearningTeam) -> LearningTeam:
    """The team, locked, where `by` belongs to it or leads learning there, and it has not ended."""
    locked = hold_team(LearningTeam.objects.worked_in_by(by), team, REFUSED)
    if ended(locked):
        raise ValidationError(f"{locked} ended on {british(locked.ends)}. What it did can be read, not added to.")
    return locked
