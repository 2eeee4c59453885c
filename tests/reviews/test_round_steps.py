"""Every step from every state by everybody of the cast, through the service; and what each step writes down."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from reviews.models import Round
from reviews.models.round import RoundState
from reviews.rules.round import STEPS
from reviews.services.round import take_round_step
from reviews.services.visitor import end_visit, let_facilitate
from tests import factories as make
from tests.cast import Cast

pytestmark = pytest.mark.django_db

# From, step, to, who takes it. The sibling's head facilitates, the coach visits.
WAY = """
preparing  begin     observing  trust_leader second_leader headteacher sibling_head
observing  debrief   debriefing sibling_head
debriefing reopen    observing  sibling_head
debriefing agree     agreed     sibling_head
agreed     follow    followed   trust_leader second_leader headteacher
preparing  call_off  called_off trust_leader second_leader headteacher
observing  call_off  called_off trust_leader second_leader headteacher
debriefing call_off  called_off trust_leader second_leader headteacher
"""
ALLOWED = {
    (start, step, who): end for start, step, end, *people in map(str.split, WAY.strip().splitlines()) for who in people
}
TAKES = {(step, who) for _, step, who in ALLOWED}
PEOPLE = (
    "trust_leader", "second_leader", "sibling_head", "headteacher", "senior_leader", "coach", "teacher", "governor",
    "trustee", "data_lead", "moderator", "administrator", "outsider", "foreign_leader", "sibling_teacher", "nobody",
)  # fmt: skip


def ready(cast: Cast, state: str) -> Round:
    """A round in the state, with all that its next step asks for."""
    network = make.NetworkFactory(trust=cast.trust, academies=[cast.own, cast.sibling])
    round: Round = make.RoundFactory(host=cast.own, network=network, prediction="You would know how to begin.")
    make.RoundVisitorFactory(round=round, person=cast.sibling_head, facilitates=True)
    make.RoundVisitorFactory(round=round, person=cast.coach)
    for _ in range(3):
        make.RoundClassroomFactory(round=round)
    group = make.RoundGroupFactory(round=round, pattern="Pens go down after one sentence.")
    make.RoundNoteFactory(round=round, by=cast.coach, group=group)
    work = make.NextWorkFactory(round=round)
    make.bring_round_to(round, state)
    if state in (RoundState.AGREED,):
        round.next_work.filter(pk=work.pk).update(outcome="done", outcome_at=round.agreed_at)
    return round


@pytest.mark.parametrize("who", PEOPLE)
def test_every_step_from_every_state(who, cast):
    """Allowed, it leads where the table says; refused, it is a sentence, and nothing is written."""
    person = getattr(cast, who)
    tried = 0
    for state in RoundState.values:
        round = ready(cast, state)
        for step in STEPS:
            tried += 1
            with transaction.atomic():
                if (state, step, who) in ALLOWED:
                    done = take_round_step(by=person, round=round, step=step, says="Said in words.")
                    assert done.state == ALLOWED[state, step, who]
                    line = done.steps.get()
                    assert (line.step, line.state, line.by) == (step, done.state, person)
                else:
                    refused = ValidationError if (step, who) in TAKES else PermissionDenied
                    with pytest.raises(refused) as error:
                        take_round_step(by=person, round=round, step=step, says="Said in words.")
                    assert str(getattr(error.value, "message", error.value)).endswith(".")
                    assert not round.steps.exists()
                transaction.set_rollback(True)
    assert tried == len(RoundState.values) * len(STEPS)


def test_two_who_press_at_once_move_it_on_once(cast):
    """Both looked at a round in preparation; the second is told who moved it, and nothing of theirs happens."""
    round = ready(cast, "preparing")
    take_round_step(by=cast.sibling_head, round=round, step="begin", seen="preparing")
    with pytest.raises(ValidationError, match="Marigold Underhay moved it on while you looked: it stands at “in class"):
        take_round_step(by=cast.headteacher, round=round, step="call_off", says="No.", seen="preparing")
    round.refresh_from_db()
    assert round.state == "observing"


def test_what_agreeing_and_following_up_write_down(cast):
    round = take_round_step(by=cast.sibling_head, round=ready(cast, "debriefing"), step="agree")
    assert round.agreed_at is not None
    round.next_work.update(outcome="partly", outcome_at=round.agreed_at)
    round = take_round_step(by=cast.headteacher, round=round, step="follow", says=" Most begin by themselves now. ")
    assert (round.state, round.came) == ("followed", "Most begin by themselves now.")


def test_a_pattern_without_a_note_is_none(cast):
    round = ready(cast, "debriefing")
    round.notes.update(group=None)
    with pytest.raises(ValidationError, match="Write a pattern over at least one group"):
        take_round_step(by=cast.sibling_head, round=round, step="agree")


def test_a_facilitator_who_left_is_followed_by_another_visitor(cast):
    """Nobody but visitors leads through what visitors saw: the head lets one of them do it."""
    round = ready(cast, "debriefing")
    end_visit(by=cast.headteacher, visitor=round.visitors.get(person=cast.sibling_head))
    with pytest.raises(PermissionDenied):
        take_round_step(by=cast.sibling_head, round=round, step="agree")
    let_facilitate(by=cast.headteacher, visitor=round.visitors.get(person=cast.coach))
    assert take_round_step(by=cast.coach, round=round, step="agree").state == "agreed"


def test_words_that_name_a_teacher_are_refused(cast):
    round = ready(cast, "preparing")
    with pytest.raises(ValidationError, match="This names Nadia Quillmore"):
        take_round_step(by=cast.headteacher, round=round, step="call_off", says="Nadia Quillmore is away.")
