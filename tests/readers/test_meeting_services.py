"""Days of boards: kept by who leads, changed until they are over or read for, never deleted."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, connection, transaction
from django.utils import timezone

from readers.models import BoardMeeting
from readers.services.meeting import add_meeting, call_off_meeting, change_meeting
from tests import factories as make


def day(ahead: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=ahead)


@pytest.mark.parametrize(
    ("who", "own", "sibling", "trust"),
    [
        ("trust_leader", True, True, True),
        ("headteacher", True, False, False),
        ("sibling_head", False, True, False),
        ("senior_leader", False, False, False),
        ("governor", False, False, False),
        ("trustee", False, False, False),
        ("outsider", False, False, False),
    ],
)
def test_who_keeps_which_board(cast, who, own, sibling, trust):
    for academy, may in ((cast.own, own), (cast.sibling, sibling), (None, trust)):
        keep = {"by": getattr(cast, who), "trust": cast.trust, "academy": academy, "on": day(9), "title": "Full board"}
        if may:
            assert add_meeting(**keep).academy == academy
        else:
            with pytest.raises(PermissionDenied):
                add_meeting(**keep)


def test_a_title_is_one_line_and_not_empty(cast):
    kept = add_meeting(by=cast.headteacher, trust=cast.trust, academy=cast.own, on=day(9), title="  Full \n board ")
    assert kept.title == "Full board"
    with pytest.raises(ValidationError):
        add_meeting(by=cast.headteacher, trust=cast.trust, academy=cast.own, on=day(10), title="  ")


def test_a_board_meets_once_a_day_unless_it_was_called_off(cast):
    first = make.BoardMeetingFactory(academy=cast.own, on=day(9))
    again = {"by": cast.trust_leader, "trust": cast.trust, "academy": cast.own, "on": day(9), "title": "Again"}
    with pytest.raises(ValidationError, match="has a meeting on that day already"):
        add_meeting(**again)
    call_off_meeting(by=cast.headteacher, meeting=first)
    assert add_meeting(**again).on == day(9)
    make.BoardMeetingFactory(academy=None, trust=cast.trust, on=day(9))
    with pytest.raises(ValidationError, match="has a meeting on that day already"):
        add_meeting(**{**again, "academy": None})


def test_an_academy_of_another_trust_is_refused(cast):
    with pytest.raises((ValidationError, PermissionDenied)):
        add_meeting(by=cast.trust_leader, trust=cast.trust, academy=cast.foreign, on=day(9), title="Full board")


def test_a_past_meeting_may_be_added_and_then_stays(cast):
    past = add_meeting(by=cast.headteacher, trust=cast.trust, academy=cast.own, on=day(-40), title="Full board")
    for write in (
        lambda: change_meeting(by=cast.headteacher, meeting=past, on=day(3), title="Full board"),
        lambda: call_off_meeting(by=cast.headteacher, meeting=past),
    ):
        with pytest.raises(ValidationError, match="what is past stays as it was"):
            write()


def test_a_meeting_that_was_read_for_keeps_its_day(cast):
    edition = make.EditionFactory(meeting__academy=cast.own)
    with pytest.raises(ValidationError, match="names this day"):
        change_meeting(by=cast.headteacher, meeting=edition.meeting, on=day(60), title="Other")
    proof = make.EditionFactory(meeting__academy=cast.own, proof=True)
    assert change_meeting(by=cast.headteacher, meeting=proof.meeting, on=day(61), title="Other").on == day(61)


def test_the_database_moves_no_meeting_to_another_board_and_deletes_none(cast):
    meeting = make.BoardMeetingFactory(academy=cast.own)
    for sql in (
        f"UPDATE readers_boardmeeting SET academy_id = {cast.sibling.pk} WHERE id = {meeting.pk}",
        f"DELETE FROM readers_boardmeeting WHERE id = {meeting.pk}",
        f"UPDATE readers_boardmeeting SET title = '' WHERE id = {meeting.pk}",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert BoardMeeting.objects.get(pk=meeting.pk).academy == cast.own
