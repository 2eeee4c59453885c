"""Writing next work and saying what came of it: who may, when, in which words; and what the database holds to."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from reviews.models import NextWork, Round
from reviews.models.next_work import Horizon, Outcome
from reviews.models.round import RoundState
from reviews.services.next_work import add_work, change_work, drop_work, say_outcome, take_up_work
from reviews.services.round import take_round_step
from tests import factories as make
from tests.cast import Cast
from tests.worlds.next_work import agreed, debriefing, piece_of

SAYS = "Wait three seconds after each question."


@pytest.fixture
def debrief(cast: Cast) -> Round:
    """At the cast's own academy, facilitated by the head of the sibling."""
    return debriefing(cast.own, cast.sibling_head)


@pytest.fixture
def done(cast: Cast) -> Round:
    """Agreed there, with one piece."""
    return agreed(cast.own, cast.sibling_head)


def test_a_visitor_writes_changes_moves_and_takes_out(cast: Cast, debrief: Round) -> None:
    work = add_work(by=cast.sibling_head, round=debrief, horizon="week", says=f" {SAYS} ", who=" Every teacher ")
    assert (work.says, work.who, work.horizon, work.made_by) == (SAYS, "Every teacher", "week", cast.sibling_head)
    change_work(by=cast.sibling_head, work=work, says="Wait five seconds.")
    change_work(by=cast.sibling_head, work=work, horizon="year")
    work.refresh_from_db()
    assert (work.says, work.who, work.horizon) == ("Wait five seconds.", "Every teacher", Horizon.YEAR)
    drop_work(by=cast.sibling_head, work=work)
    drop_work(by=cast.sibling_head, work=work)
    assert not NextWork.objects.standing().filter(round=debrief).exists()
    with pytest.raises(ValidationError, match="Bring it back"):
        change_work(by=cast.sibling_head, work=work, says="Wait.")
    take_up_work(by=cast.sibling_head, work=work)
    assert NextWork.objects.standing().get(round=debrief).says == "Wait five seconds."


@pytest.mark.parametrize("who", ["trust_leader", "headteacher", "senior_leader", "coach", "teacher", "governor"])
def test_nobody_else_writes_it(who: str, cast: Cast, debrief: Round) -> None:
    work = make.NextWorkFactory(round=debrief)
    with pytest.raises(PermissionDenied):
        add_work(by=getattr(cast, who), round=debrief, horizon="week", says=SAYS)
    with pytest.raises(PermissionDenied):
        change_work(by=getattr(cast, who), work=work, says=SAYS)
    with pytest.raises(PermissionDenied):
        drop_work(by=getattr(cast, who), work=work)


def test_who_visits_no_more_writes_no_more(cast: Cast, debrief: Round) -> None:
    seat = make.RoundVisitorFactory(round=debrief)
    add_work(by=seat.person, round=debrief, horizon="week", says=SAYS)
    debrief.visitors.filter(pk=seat.pk).update(ended_at=debrief.planned_at)
    with pytest.raises(PermissionDenied):
        add_work(by=seat.person, round=debrief, horizon="week", says=SAYS)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (RoundState.OBSERVING, "The debrief comes first"),
        (RoundState.AGREED, "agreed and stands"),
        (RoundState.CALLED_OFF, "called off"),
    ],
)
def test_it_is_written_in_the_debrief_alone(state: str, sentence: str, cast: Cast) -> None:
    round = debriefing(cast.own, cast.sibling_head)
    work = make.NextWorkFactory(round=round)
    make.bring_round_to(round, state)
    for write in (
        lambda: add_work(by=cast.sibling_head, round=round, horizon="week", says=SAYS),
        lambda: change_work(by=cast.sibling_head, work=work, says=SAYS),
        lambda: drop_work(by=cast.sibling_head, work=work),
        lambda: take_up_work(by=cast.sibling_head, work=work),
    ):
        with pytest.raises(ValidationError, match=sentence):
            write()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"horizon": "decade", "says": SAYS}, "horizon"),
        ({"horizon": "week", "says": "  "}, "says"),
        ({"horizon": "week", "says": "Nadia Quillmore waits three seconds."}, "says"),
        ({"horizon": "week", "says": SAYS, "who": "Mrs Quillmore"}, "who"),
        ({"horizon": "week", "says": SAYS, "who": "x" * 81}, "who"),
    ],
)
def test_bad_input_gets_a_sentence_beside_its_field(
    said: dict[str, str], field: str, cast: Cast, debrief: Round
) -> None:
    with pytest.raises(ValidationError) as refused:
        add_work(by=cast.sibling_head, round=debrief, **said)
    assert list(refused.value.message_dict) == [field]
    assert not debrief.next_work.exists()


@pytest.mark.parametrize("who", ["headteacher", "trust_leader"])
def test_the_host_says_what_came_of_it_and_once_more_says_it_anew(who: str, cast: Cast, done: Round) -> None:
    piece = piece_of(done)
    say_outcome(by=getattr(cast, who), work=piece, outcome="partly", says=" In half of the rooms. ")
    piece.refresh_from_db()
    assert (piece.outcome, piece.outcome_says) == (Outcome.PARTLY, "In half of the rooms.")
    assert piece.outcome_at is not None
    say_outcome(by=getattr(cast, who), work=piece, outcome="done", says="In every room.")
    piece.refresh_from_db()
    assert piece.outcome == Outcome.DONE


@pytest.mark.parametrize("who", ["senior_leader", "teacher", "governor", "sibling_head", "outsider"])
def test_nobody_else_says_what_came_of_it(who: str, cast: Cast, done: Round) -> None:
    with pytest.raises(PermissionDenied):
        say_outcome(by=getattr(cast, who), work=piece_of(done), outcome="done", says="In every room.")


@pytest.mark.parametrize(
    ("outcome", "says", "field"),
    [("", "In every room.", "outcome"), ("done", " ", "says"), ("done", "Nadia Quillmore does it.", "says")],
)
def test_what_came_of_it_says_how_one_sees_it_and_names_nobody(
    outcome: str, says: str, field: str, cast: Cast, done: Round
) -> None:
    with pytest.raises(ValidationError) as refused:
        say_outcome(by=cast.headteacher, work=piece_of(done), outcome=outcome, says=says)
    assert list(refused.value.message_dict) == [field]


def test_the_round_is_followed_up_once_each_piece_has_its_word(cast: Cast, done: Round) -> None:
    with pytest.raises(ValidationError, match="Say first what came of one piece"):
        take_round_step(by=cast.headteacher, round=done, step="follow", says="Pupils speak in sentences.")
    say_outcome(by=cast.headteacher, work=piece_of(done), outcome="done", says="In every room.")
    followed = take_round_step(by=cast.headteacher, round=done, step="follow", says="Pupils speak in sentences.")
    assert (followed.state, followed.came) == (RoundState.FOLLOWED, "Pupils speak in sentences.")
    with pytest.raises(ValidationError, match="what was said of it stands"):
        say_outcome(by=cast.headteacher, work=piece_of(done), outcome="not_done", says="Nowhere.")


# What the database holds to, whoever writes past the service.


def refused(sql: str, *values: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.parametrize("change", ["says = 'Another'", "horizon = 'year'", "who = 'Head'", "dropped_at = now()"])
def test_agreed_words_stand(change: str, done: Round) -> None:
    refused(f"UPDATE reviews_nextwork SET {change} WHERE round_id = %s", done.pk)


def test_nothing_is_added_to_what_was_agreed(done: Round) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        NextWork.objects.bulk_create([make.NextWorkFactory.build(round=done, made_by=done.planned_by)])


def test_nothing_comes_of_work_that_is_not_agreed(debrief: Round) -> None:
    make.NextWorkFactory(round=debrief)
    refused("UPDATE reviews_nextwork SET outcome = 'done', outcome_at = now() WHERE round_id = %s", debrief.pk)


def test_an_outcome_has_its_moment_and_is_one_of_three(done: Round) -> None:
    refused("UPDATE reviews_nextwork SET outcome = 'done' WHERE round_id = %s", done.pk)
    refused("UPDATE reviews_nextwork SET outcome = 'fine', outcome_at = now() WHERE round_id = %s", done.pk)


def test_what_was_said_of_a_round_that_is_followed_up_stands(done: Round) -> None:
    Round.objects.filter(pk=done.pk).update(state=RoundState.FOLLOWED, came="Pupils speak in sentences.")
    refused("UPDATE reviews_nextwork SET outcome = 'done', outcome_at = now() WHERE round_id = %s", done.pk)


def test_nothing_is_deleted(done: Round) -> None:
    with pytest.raises(Exception, match="Cannot delete"), transaction.atomic():
        piece_of(done).delete()


def test_each_change_is_kept(cast: Cast, debrief: Round) -> None:
    work = add_work(by=cast.sibling_head, round=debrief, horizon="week", says=SAYS)
    change_work(by=cast.sibling_head, work=work, says="Wait five seconds.")
    kept = work.events.order_by("pgh_id")  # type: ignore[attr-defined]
    assert list(kept.values_list("says", flat=True)) == [SAYS, "Wait five seconds."]


def test_the_facilitator_agrees_once_there_is_next_work(cast: Cast, debrief: Round) -> None:
    Round.objects.filter(pk=debrief.pk).update(prediction="One would know how to wait.")
    with pytest.raises(ValidationError, match="Write down first what is to be done next"):
        take_round_step(by=cast.sibling_head, round=debrief, step="agree")
    work = add_work(by=cast.sibling_head, round=debrief, horizon="week", says=SAYS)
    drop_work(by=cast.sibling_head, work=work)
    with pytest.raises(ValidationError, match="Write down first"):
        take_round_step(by=cast.sibling_head, round=debrief, step="agree")
    take_up_work(by=cast.sibling_head, work=work)
    assert take_round_step(by=cast.sibling_head, round=debrief, step="agree").state == RoundState.AGREED
