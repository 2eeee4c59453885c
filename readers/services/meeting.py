"""Keeping the days on which boards meet."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import Academy, Trust
from accounts.models import User
from celt.lib.days import british
from readers.models import BoardMeeting

REFUSED = "The days of a board are kept by the trust’s leaders, and those of an academy’s board by its head too."
CALLED_OFF = "This meeting was called off. Add the meeting that takes its place."


def may_keep(user: User, trust: Trust, academy: Academy | None) -> bool:
    if academy is not None:
        return user_can(user, Permission.ISSUE_READERS, academy=academy)
    return user_can(user, Permission.ISSUE_READERS, trust=trust)


@transaction.atomic
def add_meeting(*, by: User, trust: Trust, academy: Academy | None, on: datetime.date, title: str) -> BoardMeeting:
    """A past day may be added too: it says since when a reader tells what changed. Raises PermissionDenied and
    ValidationError."""
    if not may_keep(by, trust, academy):
        raise PermissionDenied(REFUSED)
    meeting = BoardMeeting(trust=trust, academy=academy, on=on, title=_one_line(title), kept_by=by)
    meeting.full_clean()
    meeting.save()
    return meeting


@transaction.atomic
def change_meeting(*, by: User, meeting: BoardMeeting, on: datetime.date, title: str) -> BoardMeeting:
    """Another day or title, until the meeting is over or its reader is issued: that names its day for good."""
    meeting = _mine(by, meeting)
    _refuse_where_it_stands(meeting)
    meeting.on, meeting.title = on, _one_line(title)
    meeting.full_clean()
    meeting.save(update_fields=["on", "title"])
    return meeting


@transaction.atomic
def call_off_meeting(*, by: User, meeting: BoardMeeting) -> BoardMeeting:
    """It stays in the list, called off. Raises as `change_meeting`."""
    meeting = _mine(by, meeting)
    _refuse_where_it_stands(meeting)
    meeting.called_off_at = timezone.now()
    meeting.save(update_fields=["called_off_at"])
    return meeting


def why_it_stands(meeting: BoardMeeting, today: datetime.date, *, issued: bool) -> str:
    """Why a meeting is no longer changed; empty where it may be."""
    if meeting.is_called_off:
        return CALLED_OFF
    if meeting.is_past(today):
        return f"The meeting was on {british(meeting.on)}; what is past stays as it was."
    if issued:
        return "Its reader is issued and names this day. Add another meeting, and issue a reader for that."
    return ""


def _refuse_where_it_stands(meeting: BoardMeeting) -> None:
    issued = meeting.editions.filter(issued_at__isnull=False).exists()
    if why := why_it_stands(meeting, timezone.localdate(), issued=issued):
        raise ValidationError(why)


def _mine(by: User, meeting: BoardMeeting) -> BoardMeeting:
    held = BoardMeeting.objects.select_for_update(of=("self",)).select_related("trust", "academy").get(pk=meeting.pk)
    if not may_keep(by, held.trust, held.academy):
        raise PermissionDenied(REFUSED)
    return held


def _one_line(text: str) -> str:
    return " ".join(text.split())
