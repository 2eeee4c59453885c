"""The board: every visitor moves notes, the later move stands, nothing is lost; each has a prediction of their own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from reviews.models import Round, RoundGroup, RoundNote, RoundPrediction
from reviews.models.round import RoundState
from reviews.rules.round_board import STEP, place_between, places, reads_predictions, shows_in, told_in
from reviews.selectors.round_pattern import patterns_of
from reviews.services.round_board import (
    Changed,
    agree_prediction,
    change_group,
    drop_group,
    group_words,
    lay_note,
    make_group,
    move_note,
    predict,
)
from reviews.services.round_note import strike_round_note
from tests import factories as make
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def round(cast: Cast) -> Round:
    """In its debrief: the sibling's head facilitates, the coach visits; four notes in three classrooms."""
    made: Round = make.RoundFactory(host=cast.own)
    make.RoundVisitorFactory(round=made, person=cast.sibling_head, facilitates=True)
    make.RoundVisitorFactory(round=made, person=cast.coach)
    rooms = [make.RoundClassroomFactory(round=made) for _ in range(3)]
    for room in [*rooms, rooms[0]]:
        make.RoundNoteFactory(round=made, by=cast.coach, classroom=room)
    return make.bring_round_to(made, RoundState.DEBRIEFING)


def notes_of(round: Round) -> list[RoundNote]:
    return list(round.notes.order_by("pk"))


def order_in(group: RoundGroup) -> list[int]:
    return list(RoundNote.objects.filter(group=group).order_by("place", "pk").values_list("pk", flat=True))


def test_every_visitor_moves_every_note_and_the_later_move_stands(cast: Cast, round: Round) -> None:
    note = notes_of(round)[0]
    one, two = (make_group(by=cast.coach, round=round, name=name) for name in ("One", "Two"))
    first = lay_note(by=cast.sibling_head, note=note, group=one)
    assert (first.was_in, first.was_by) == (None, None)
    second = lay_note(by=cast.coach, note=note, group=two)
    assert (second.note.group, second.was_in, second.was_by) == (two, one, cast.sibling_head)
    assert (second.note.moved_by, second.note.says) == (cast.coach, note.says)
    assert move_note(by=cast.coach, note=note, group=None).group is None


def test_a_note_is_laid_ahead_of_another_or_at_the_end(cast: Cast, round: Round) -> None:
    a, b, c, d = notes_of(round)
    group = make_group(by=cast.coach, round=round, name="One")
    for note in (a, b):
        move_note(by=cast.coach, note=note, group=group)
    move_note(by=cast.coach, note=c, group=group, before=a)
    move_note(by=cast.coach, note=d, group=group, before=b)
    assert order_in(group) == [c.pk, a.pk, d.pk, b.pk]
    # Back and forth more often than there is room between two places.
    for turn in range(30):
        move_note(by=cast.coach, note=(c, a)[turn % 2], group=group, before=(a, c)[turn % 2])
    assert order_in(group) == [a.pk, c.pk, d.pk, b.pk]
    elsewhere = make.RoundNoteFactory()
    move_note(by=cast.coach, note=a, group=group, before=elsewhere)
    assert order_in(group)[-1] == a.pk


def test_a_struck_note_is_moved_by_nobody_and_comes_back_where_it_lay(cast: Cast, round: Round) -> None:
    note = notes_of(round)[0]
    one, two = (make_group(by=cast.coach, round=round, name=name) for name in ("One", "Two"))
    move_note(by=cast.coach, note=note, group=one)
    strike_round_note(by=cast.coach, note=note)
    with pytest.raises(ValidationError, match="struck it out"):
        move_note(by=cast.sibling_head, note=note, group=two)
    assert strike_round_note(by=cast.coach, note=note, struck=False).group == one
    strike_round_note(by=cast.coach, note=note)
    drop_group(by=cast.coach, group=one)
    assert strike_round_note(by=cast.coach, note=note, struck=False).group is None


def test_a_group_that_is_dropped_gives_its_notes_back_and_takes_no_more(cast: Cast, round: Round) -> None:
    note = notes_of(round)[0]
    group = make_group(by=cast.coach, round=round, name="One", note=note)
    change_group(by=cast.coach, group=group, name="One", pattern="Answers are of one word.")
    assert drop_group(by=cast.sibling_head, group=group) == drop_group(by=cast.coach, group=group)
    assert round.notes.filter(group=None).count() == 4
    kept = RoundGroup.objects.get()
    assert kept.dropped_at
    assert kept.pattern == "Answers are of one word."
    for write in (
        lambda: move_note(by=cast.coach, note=note, group=group),
        lambda: change_group(by=cast.coach, group=group, name="Two", pattern=""),
    ):
        with pytest.raises(ValidationError, match="taken off the board meanwhile"):
            write()


def test_of_two_who_write_one_pattern_the_second_is_told(cast: Cast, round: Round) -> None:
    group = make_group(by=cast.coach, round=round, name="One")
    was = group_words(group)
    change_group(by=cast.coach, group=group, name="One", pattern="First.", was=was)
    with pytest.raises(Changed):
        change_group(by=cast.sibling_head, group=group, name="One", pattern="Second.", was=was)
    assert RoundGroup.objects.get().pattern == "First."


WRITES: dict[str, Any] = {
    "make": lambda by, round: make_group(by=by, round=round, name="New"),
    "change": lambda by, round: change_group(by=by, group=round.groups.get(name="One"), name="One", pattern="Other."),
    "drop": lambda by, round: drop_group(by=by, group=round.groups.get(name="One")),
    "move": lambda by, round: move_note(by=by, note=round.notes.first(), group=round.groups.get(name="One")),
    "predict": lambda by, round: predict(by=by, round=round, says="I would wait."),
    "agree": lambda by, round: agree_prediction(by=by, round=round, says="You would wait."),
}


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("who", ["trust_leader", "headteacher", "teacher", "governor", "foreign_leader"])
def test_whoever_does_not_visit_changes_nothing(cast: Cast, round: Round, who: str, write: str) -> None:
    make.RoundGroupFactory(round=round, name="One")
    with pytest.raises(PermissionDenied):
        WRITES[write](getattr(cast, who), round)


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("state", [state for state in RoundState.values if state != "debriefing"])
def test_nothing_changes_before_the_debrief_or_after_it(cast: Cast, round: Round, state: str, write: str) -> None:
    make.RoundGroupFactory(round=round, name="One")
    make.bring_round_to(round, state)
    with pytest.raises(ValidationError):
        WRITES[write](cast.sibling_head, round)


@pytest.mark.parametrize("write", WRITES)
def test_every_visitor_does_it_in_the_debrief(cast: Cast, round: Round, write: str) -> None:
    make.RoundGroupFactory(round=round, name="One")
    WRITES[write](cast.sibling_head, round)
    if write == "agree":
        with pytest.raises(PermissionDenied, match="facilitator writes down"):
            WRITES[write](cast.coach, round)
    else:
        WRITES[write](cast.coach, round)


def test_names_of_the_hosts_staff_are_refused_everywhere(cast: Cast, round: Round) -> None:
    named = f"{cast.teacher.full_name} does this."
    group = make_group(by=cast.coach, round=round, name="One")
    for write in (
        lambda: make_group(by=cast.coach, round=round, name=named),
        lambda: change_group(by=cast.coach, group=group, name="One", pattern=named),
        lambda: predict(by=cast.coach, round=round, says=named),
        lambda: agree_prediction(by=cast.sibling_head, round=round, says=named),
    ):
        with pytest.raises(ValidationError, match="This names"):
            write()


def test_a_prediction_is_written_once_and_can_be_changed(cast: Cast, round: Round) -> None:
    predict(by=cast.coach, round=round, says="I would wait.")
    predict(by=cast.coach, round=round, says=" I would copy. ")
    assert RoundPrediction.objects.get().says == "I would copy."
    agree_prediction(by=cast.sibling_head, round=round, says="You would wait.")
    with pytest.raises(ValidationError):
        agree_prediction(by=cast.sibling_head, round=round, says="  ")
    round.refresh_from_db()
    assert round.prediction == "You would wait."


def test_a_pattern_counts_the_classrooms_of_its_standing_notes(cast: Cast, round: Round) -> None:
    group = make_group(by=cast.coach, round=round, name="One")
    change_group(by=cast.coach, group=group, name="One", pattern="Answers are short.")
    assert patterns_of(round) == []
    for note in notes_of(round):
        move_note(by=cast.coach, note=note, group=group)
    make.RoundClassroomFactory(round=round)
    [pattern] = patterns_of(round)
    assert (pattern.notes, pattern.rooms, pattern.of) == (4, 3, 4)
    assert pattern.shows == pattern.told == "in 3 of 4 classrooms"
    strike_round_note(by=cast.coach, note=notes_of(round)[1])
    [pattern] = patterns_of(round)
    assert (pattern.rooms, pattern.shows, pattern.told) == (2, "in 2 of 4 classrooms", "")


def test_others_are_told_no_count_below_three_classrooms() -> None:
    assert [told_in(rooms, 9) for rooms in range(5)] == ["", "", "", "in 3 of 9 classrooms", "in 4 of 9 classrooms"]
    assert shows_in(0, 9) == "in no classroom yet"
    assert shows_in(1, 1) == "in 1 of 1 classroom"


def test_others_predictions_are_read_after_ones_own_or_after_the_debrief() -> None:
    assert not reads_predictions("debriefing", wrote=False)
    assert reads_predictions("debriefing", wrote=True)
    assert reads_predictions("agreed", wrote=False)


@given(st.lists(st.integers(0, 40), max_size=60))
def test_places_keep_their_order_however_often_one_lays_between(wishes: list[int]) -> None:
    lying: list[int] = []
    for wish in wishes:
        at = wish % (len(lying) + 1)
        place = place_between(lying[at - 1] if at else None, lying[at] if at < len(lying) else None)
        if place is None:
            lying = list(places(len(lying) + 1))
        else:
            lying.insert(at, place)
        assert lying == sorted(set(lying))
        assert all(place > 0 for place in lying)
    assert list(places(2)) == [STEP, 2 * STEP]


def together(*calls: Any) -> list[Any]:
    """Each call in a connection of its own, at once; what each came to."""

    def one(call: Any) -> Any:
        try:
            return call()
        except (ValidationError, DatabaseError) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


@pytest.mark.django_db(transaction=True)
def test_of_two_moves_at_once_one_stands_whole_and_none_waits_for_ever(cast: Cast, round: Round) -> None:
    a, b, *_ = notes_of(round)
    one, two = (make_group(by=cast.coach, round=round, name=name) for name in ("One", "Two"))

    def moves(by: User, group: RoundGroup, notes: list[RoundNote]) -> Any:
        return lambda: [move_note(by=by, note=note, group=group).pk for note in notes]

    for _ in range(4):
        came_to = together(moves(cast.coach, one, [a, b]), moves(cast.sibling_head, two, [b, a]))
        assert not any(isinstance(each, Exception) for each in came_to)
        for note in notes_of(round)[:2]:
            assert (note.group, note.moved_by) in ((one, cast.coach), (two, cast.sibling_head))


@pytest.mark.django_db(transaction=True)
def test_a_move_into_a_group_that_is_dropped_in_that_moment_loses_no_note(cast: Cast, round: Round) -> None:
    note = notes_of(round)[0]
    for turn in range(4):
        group = make_group(by=cast.coach, round=round, name=f"Group {turn}")
        together(
            lambda group=group: drop_group(by=cast.coach, group=group),
            lambda group=group: move_note(by=cast.sibling_head, note=note, group=group),
        )
        assert not RoundNote.objects.filter(group=group).exists()
    assert round.notes.count() == 4


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_one_pattern_at_once_nobody_is_overwritten(cast: Cast, round: Round) -> None:
    group = make_group(by=cast.coach, round=round, name="One")
    was = group_words(group)
    came_to = together(
        lambda: change_group(by=cast.coach, group=group, name="One", pattern="First.", was=was),
        lambda: change_group(by=cast.sibling_head, group=group, name="One", pattern="Second.", was=was),
    )
    assert sorted(isinstance(each, Changed) for each in came_to) == [False, True]


def test_the_database_holds_to_it_past_every_service(round: Round) -> None:
    note, elsewhere = notes_of(round)[0], make.RoundGroupFactory()
    prediction = make.RoundPredictionFactory(round=round)
    for sql, values in (
        ("UPDATE reviews_roundnote SET group_id = %s WHERE id = %s", [elsewhere.pk, note.pk]),
        ("UPDATE reviews_roundnote SET moved_at = now() WHERE id = %s", [note.pk]),
        ("UPDATE reviews_roundnote SET says = '' WHERE id = %s", [note.pk]),
        ("UPDATE reviews_roundgroup SET round_id = %s WHERE id = %s", [round.pk, elsewhere.pk]),
        ("UPDATE reviews_roundgroup SET name = '' WHERE id = %s", [elsewhere.pk]),
        ("DELETE FROM reviews_roundnote WHERE id = %s", [note.pk]),
        ("DELETE FROM reviews_roundprediction WHERE id = %s", [prediction.pk]),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
