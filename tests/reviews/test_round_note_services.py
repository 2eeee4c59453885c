"""Notes of a round arrive once, belong to their writer, are written while it is in classrooms or debriefing."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from reviews.models import Round, RoundNote
from reviews.models.round import RoundState
from reviews.rules.round_room import Written, room_now
from reviews.services.round_note import arrived, change_round_note, strike_round_note, write_round_note
from tests import factories as make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SEEN = "Eleven of 28 pupils spoke."


@pytest.fixture
def round(cast: Cast) -> Round:
    """In classrooms of the own academy; the sibling's head facilitates, the coach visits."""
    made: Round = make.RoundFactory(host=cast.own)
    make.RoundVisitorFactory(round=made, person=cast.sibling_head, facilitates=True)
    make.RoundVisitorFactory(round=made, person=cast.coach)
    make.RoundClassroomFactory(round=made)
    return make.bring_round_to(made, RoundState.OBSERVING)


def test_sent_twice_it_is_one_note_though_the_round_or_the_visit_ended_since(cast: Cast, round: Round) -> None:
    key = uuid.uuid4()
    first = write_round_note(by=cast.coach, round=round, says=f" {SEEN} ", client_key=key)
    assert first.says == SEEN
    assert write_round_note(by=cast.coach, round=round, says="Other.", client_key=key) == first
    round.visitors.filter(person=cast.coach).update(ended_at=timezone.now())
    assert write_round_note(by=cast.coach, round=round, says=SEEN, client_key=key) == first
    assert arrived(cast.coach, round.pk, str(key))
    assert not arrived(cast.sibling_head, round.pk, str(key))
    assert not arrived(cast.coach, round.pk, "no key")
    assert RoundNote.objects.get().says == SEEN


@pytest.mark.parametrize("state", RoundState.values)
def test_notes_are_taken_in_classrooms_and_late_ones_in_the_debrief(cast: Cast, round: Round, state: str) -> None:
    make.bring_round_to(round, state)
    if state in ("observing", "debriefing"):
        assert write_round_note(by=cast.coach, round=round, says=SEEN)
        return
    with pytest.raises(ValidationError, match=r"visitors are not in classrooms yet|what was seen stands"):
        write_round_note(by=cast.coach, round=round, says=SEEN)
    assert not RoundNote.objects.exists()


@pytest.mark.parametrize("who", ["trust_leader", "headteacher", "teacher", "second_leader", "foreign_leader"])
def test_whoever_does_not_visit_writes_nothing(cast: Cast, round: Round, who: str) -> None:
    with pytest.raises(PermissionDenied):
        write_round_note(by=getattr(cast, who), round=round, says=SEEN)


def test_each_changes_and_strikes_their_own_alone(cast: Cast, round: Round) -> None:
    note = write_round_note(by=cast.coach, round=round, says=SEEN)
    for write in (
        lambda: change_round_note(by=cast.sibling_head, note=note, says="Mine."),
        lambda: strike_round_note(by=cast.sibling_head, note=note),
    ):
        with pytest.raises(PermissionDenied, match="Each writes their own"):
            write()
    room = round.classrooms.get()
    assert change_round_note(by=cast.coach, note=note, classroom=room).classroom == room
    changed = change_round_note(by=cast.coach, note=note, says="Nine spoke.")
    assert (changed.says, changed.classroom) == ("Nine spoke.", room)
    assert strike_round_note(by=cast.coach, note=note).struck_at
    with pytest.raises(ValidationError, match="struck out"):
        change_round_note(by=cast.coach, note=note, says="Again.")
    assert strike_round_note(by=cast.coach, note=note, struck=False).struck_at is None


def test_a_visit_that_ended_writes_no_more_and_its_notes_stay(cast: Cast, round: Round) -> None:
    note = write_round_note(by=cast.coach, round=round, says=SEEN)
    round.visitors.filter(person=cast.coach).update(ended_at=timezone.now())
    for write in (
        lambda: write_round_note(by=cast.coach, round=round, says=SEEN),
        lambda: change_round_note(by=cast.coach, note=note, says="Other."),
    ):
        with pytest.raises(PermissionDenied):
            write()
    assert list(RoundNote.objects.visible_to(cast.sibling_head)) == [note]
    assert not RoundNote.objects.visible_to(cast.coach).exists()


def test_a_note_names_nobody_and_no_classroom_of_another_round(cast: Cast, round: Round) -> None:
    name = cast.teacher.full_name
    with pytest.raises(ValidationError, match="This names"):
        write_round_note(by=cast.coach, round=round, says=f"{name} asked four questions.")
    elsewhere = make.RoundClassroomFactory()
    with pytest.raises(ValidationError, match="another round"):
        write_round_note(by=cast.coach, round=round, says=SEEN, classroom=elsewhere)
    with pytest.raises(ValidationError):
        write_round_note(by=cast.coach, round=round, says="   ")


def test_a_clock_that_goes_before_ours_is_not_believed(cast: Cast, round: Round) -> None:
    ahead = timezone.now() + datetime.timedelta(hours=3)
    assert write_round_note(by=cast.coach, round=round, says=SEEN, seen_at=ahead).seen_at < ahead
    before = timezone.now() - datetime.timedelta(hours=3)
    assert write_round_note(by=cast.coach, round=round, says=SEEN, seen_at=before).seen_at == before


DAY = datetime.date(2026, 11, 24)
OWN = [(1, datetime.time(9, 20)), (2, datetime.time(9, 40)), (3, datetime.time(10, 0))]


def clock(hour: int, minute: int, day: int = 24) -> datetime.datetime:
    return datetime.datetime(2026, 11, day, hour, minute, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("now", "last", "here"),
    [
        (clock(9, 0), None, None),
        (clock(9, 18), None, 1),
        (clock(9, 45), None, 2),
        (clock(9, 45), Written(9, clock(9, 30)), 2),
        (clock(9, 45), Written(9, clock(9, 41)), 9),
        (clock(14, 0), Written(9, clock(11, 0)), 3),
        (clock(9, 45, day=25), None, None),
        (clock(9, 45, day=25), Written(9, clock(9, 30, day=25)), 9),
        (clock(9, 45, day=25), Written(9, clock(8, 30, day=25)), None),
    ],
)
def test_the_classroom_whose_time_it_is_is_offered(
    now: datetime.datetime, last: Written | None, here: int | None
) -> None:
    assert room_now(OWN, DAY, now, last) == here
