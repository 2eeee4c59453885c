"""Pages of a round's notes and board: each visitor their own notes, one board for all of them, nothing for others."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reviews.models import Round, RoundGroup, RoundNote, RoundVisitor
from reviews.models.round import RoundState
from tests import factories as make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
MINE, THEIRS = "Eleven of 28 pupils spoke.", "Wait after a question: one second."
FETCH: dict[str, Any] = {"HTTP_X_REQUESTED_WITH": "fetch"}
HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def round(cast: Cast) -> Round:
    """In its debrief at the own academy: the sibling's head facilitates, the coach visits, each with one note."""
    made: Round = make.RoundFactory(host=cast.own, problem="Who talks when we ask?")
    make.RoundVisitorFactory(round=made, person=cast.sibling_head, facilitates=True)
    make.RoundVisitorFactory(round=made, person=cast.coach)
    room = make.RoundClassroomFactory(round=made, year_group="Year 4", subject="Maths")
    make.RoundClassroomFactory(round=made, year_group="Year 5", subject="Science")
    make.RoundNoteFactory(round=made, by=cast.coach, classroom=room, says=MINE)
    make.RoundNoteFactory(round=made, by=cast.sibling_head, says=THEIRS)
    return make.bring_round_to(made, RoundState.DEBRIEFING)


def at(name: str, pk: int) -> str:
    return reverse(f"reviews:{name}", args=[pk])


def page(client: Client, name: str, pk: int, **more: Any) -> str:
    answer = client.get(at(name, pk), **more)
    assert answer.status_code == 200
    return answer.content.decode()


def test_ones_own_notes_with_what_is_still_to_be_seen(cast: Cast, client_of: ClientOf, round: Round) -> None:
    said = page(client_of(cast.coach), "round_notes", round.pk)
    assert MINE in said
    assert THEIRS not in said
    assert "Who talks when we ask?" in said
    assert "Two notes by two visitors in one of two classrooms." in said
    assert "No note yet from Year 5, Science. One note says no classroom." in said


def test_a_device_is_told_what_arrived_and_why_not(cast: Cast, client_of: ClientOf, round: Round) -> None:
    client, key = client_of(cast.coach), str(uuid.uuid4())
    sent = {"says": "A pupil asked why.", "client_key": key, "writer": cast.coach.pk, "classroom": ""}
    add = at("round_note_add", round.pk)
    assert client.post(add, sent, **FETCH).json() == {"sent": True}
    assert client.post(add, {**sent, "writer": 0}, **FETCH).status_code == 409
    elsewhere = make.RoundClassroomFactory()
    wrong = client.post(add, {**sent, "client_key": "", "classroom": elsewhere.pk}, **FETCH)
    assert wrong.status_code == 400
    assert wrong.json()["mend"]
    assert "not on the schedule of this round" in wrong.json()["says"]
    make.bring_round_to(round, RoundState.AGREED)
    late = client.post(add, {**sent, "client_key": str(uuid.uuid4())}, **FETCH)
    assert (late.status_code, late.json()["says"]) == (403, "The next work is agreed, and what was seen stands.")
    plain = client.post(add, {**sent, "client_key": ""})
    assert plain.status_code == 403
    assert "A pupil asked why." in plain.content.decode()
    # What arrived has arrived, for whoever visits no more.
    RoundVisitor.objects.filter(person=cast.coach).update(ended_at=timezone.now())
    assert client.post(add, sent, **FETCH).json() == {"sent": True}
    assert RoundNote.objects.filter(says="A pupil asked why.").count() == 1


def test_a_visit_that_ended_opens_neither_page_and_the_notes_stay(
    cast: Cast, client_of: ClientOf, round: Round
) -> None:
    RoundVisitor.objects.filter(person=cast.coach).update(ended_at=timezone.now())
    note = RoundNote.objects.get(says=MINE)
    for name, pk, status in (
        ("round_notes", round.pk, 403), ("board", round.pk, 403), ("board_csv", round.pk, 403),
        ("round_note_edit", note.pk, 404),
    ):  # fmt: skip
        assert client_of(cast.coach).get(at(name, pk)).status_code == status
    assert MINE in page(client_of(cast.sibling_head), "board", round.pk)


def test_the_board_shows_every_note_and_no_writer(cast: Cast, client_of: ClientOf, round: Round) -> None:
    said = page(client_of(cast.coach), "board", round.pk)
    assert MINE in said
    assert THEIRS in said
    assert cast.sibling_head.full_name not in said.split('id="board"')[1]
    file = page(client_of(cast.coach), "board_csv", round.pk)
    assert cast.sibling_head.full_name not in file
    rows = list(csv.reader(io.StringIO(file)))
    assert len(rows) == 3


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("observing", "Everybody writes first."),
        ("agreed", "what was seen stands"),
        ("called_off", "what was seen stands"),
    ],
)
def test_outside_the_debrief_the_board_says_why_and_offers_nothing(
    cast: Cast, client_of: ClientOf, round: Round, state: str, says: str
) -> None:
    make.RoundGroupFactory(round=round, name="Short answers")
    make.bring_round_to(round, state)
    said = page(client_of(cast.coach), "board", round.pk)
    assert says in said
    assert (MINE in said) == (state != "observing")
    for offered in ("data-move-form", "Make the group", "Keep my prediction", "hx-get"):
        assert offered not in said
    assert len(list(csv.reader(io.StringIO(page(client_of(cast.coach), "board_csv", round.pk))))) == (
        1 if state == "observing" else 3
    )


def test_the_feed_answers_nothing_where_nothing_is_new(cast: Cast, client_of: ClientOf, round: Round) -> None:
    client = client_of(cast.coach)
    first = client.get(at("board_feed", round.pk), **HTMX)
    seen = first.content.decode().split('data-seen="')[1].split('"')[0]
    assert client.get(at("board_feed", round.pk), {"seen": seen}, **HTMX).status_code == 204
    RoundNote.objects.filter(says=THEIRS).update(struck_at=timezone.now())
    changed = client.get(at("board_feed", round.pk), {"seen": seen}, **HTMX)
    assert changed.status_code == 200
    assert THEIRS not in changed.content.decode()


def test_a_move_says_where_it_lies_and_whose_it_takes_the_place_of(
    cast: Cast, client_of: ClientOf, round: Round
) -> None:
    one, two = (make.RoundGroupFactory(round=round, name=name) for name in ("Talk", "Wait"))
    note = RoundNote.objects.get(says=MINE)
    move = at("note_move", note.pk)
    first = client_of(cast.coach).post(move, {"group": one.pk, "from": ""}, **HTMX)
    assert "Note moved to “Talk”, 1 of 1." in first.content.decode()
    second = client_of(cast.sibling_head).post(move, {"group": two.pk, "from": ""}, **HTMX).content.decode()
    told = f"{cast.coach.full_name} had moved it to “Talk” meanwhile. Your move stands. Note moved to “Wait”, 1 of 1."
    assert told in second
    assert f"Moved by {cast.sibling_head.full_name}" in page(client_of(cast.coach), "board", round.pk)
    elsewhere = make.RoundGroupFactory(name="Elsewhere")
    wrong = client_of(cast.coach).post(move, {"group": elsewhere.pk}, **HTMX).content.decode()
    assert "This group is not on the board." in wrong
    assert 'role="alert"' in wrong
    assert client_of(cast.coach).post(move, {"group": "x" * 30}, follow=True).status_code == 200


def test_a_pattern_that_two_write_is_shown_in_both_versions_without_script_too(
    cast: Cast, client_of: ClientOf, round: Round
) -> None:
    group = make.RoundGroupFactory(round=round, name="Talk")
    edit, client = at("group_edit", group.pk), client_of(cast.coach)
    seen = client.get(edit).context["form"]["seen"].value()
    RoundGroup.objects.filter(pk=group.pk).update(pattern="Theirs.")
    answer = client.post(edit, {"name": "Talk", "pattern": "Mine.", "seen": seen}).content.decode()
    assert "Somebody else changed this while you wrote" in answer
    assert "Theirs." in answer
    assert "Mine." in answer
    assert RoundGroup.objects.get(pk=group.pk).pattern == "Theirs."


def test_what_is_refused_stands_in_its_form_on_the_board(cast: Cast, client_of: ClientOf, round: Round) -> None:
    named = f"{cast.teacher.full_name} waits."
    group, client = make.RoundGroupFactory(round=round, name="Talk"), client_of(cast.sibling_head)
    for name, pk, sent in (
        ("group_edit", group.pk, {"name": "Talk", "pattern": named}),
        ("group_add", round.pk, {"name": named}),
        ("predict", round.pk, {"says": named}),
        ("prediction_agree", round.pk, {"says": named}),
    ):
        for more in (HTMX, {}):
            said = client.post(at(name, pk), sent, **more).content.decode()
            assert "This names" in said, name
            assert named.split()[-1] in said
            assert 'role="alert"' in said


def test_others_predictions_wait_for_ones_own(cast: Cast, client_of: ClientOf, round: Round) -> None:
    make.RoundPredictionFactory(round=round, by=cast.coach, says="I would know how to wait.")
    client = client_of(cast.sibling_head)
    said = page(client, "board", round.pk)
    assert "I would know how to wait." not in said
    assert "One other visitor has written theirs." in said
    client.post(at("predict", round.pk), {"says": "I would copy."})
    said = page(client, "board", round.pk)
    assert "I would know how to wait." in said
    assert cast.coach.full_name in said
    # The facilitator alone writes down what they agree on.
    assert "Keep what we agree on" in said
    assert "Keep what we agree on" not in page(client_of(cast.coach), "board", round.pk)
    assert client_of(cast.coach).post(at("prediction_agree", round.pk), {"says": "x"}).status_code == 403


@pytest.mark.parametrize("who", ["trust_leader", "headteacher", "governor"])
def test_the_host_reads_a_pattern_once_agreed_and_never_opens_the_board(
    cast: Cast, client_of: ClientOf, round: Round, who: str
) -> None:
    group = make.RoundGroupFactory(round=round, name="Talk", pattern="Answers are short.")
    client = client_of(getattr(cast, who))
    for state, status in (("debriefing", 404), ("agreed", 403)):
        make.bring_round_to(round, state)
        assert client.get(at("group_edit", group.pk)).status_code == status
        assert client.get(at("board", round.pk)).status_code == (404 if who == "governor" and status == 404 else 403)
        assert client.post(at("note_move", RoundNote.objects.get(says=MINE).pk), {}).status_code == 404


def test_more_notes_cost_no_more_queries(
    cast: Cast, client_of: ClientOf, round: Round, django_assert_max_num_queries: Any
) -> None:
    for at_ in range(5):
        group = make.RoundGroupFactory(round=round, pattern=f"Shows ({at_}).")
        for _ in range(4):
            make.RoundNoteFactory(round=round, group=group, moved_by=cast.coach, moved_at=timezone.now())
    client = client_of(cast.coach)
    for name in ("board", "board_feed", "round_notes", "round_notes_feed", "board_csv"):
        with django_assert_max_num_queries(15):
            page(client, name, round.pk)
