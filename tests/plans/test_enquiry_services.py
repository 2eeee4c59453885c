"""Cycles of enquiry: who plans, carries on and decides; what is refused; two people at once; what stands in the log."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from plans.models import Enquiry, EnquiryStep, LearningTeam
from plans.services.enquiry import change_enquiry, decide_enquiry, plan_enquiry, take_step, write_findings
from tests import factories as make

DAY = datetime.timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def enquiry(cast, team):
    return make.EnquiryFactory(academy=cast.own, team=team, state="trying", log=cast.headteacher)


@pytest.fixture
def looked_at(cast, team):
    return make.EnquiryFactory(academy=cast.own, team=team, state="looking", found="It did.", log=cast.headteacher)


def plan(cast, **more):
    today = timezone.localdate()
    return plan_enquiry(
        by=cast.headteacher, academy=cast.own,
        **{"question": "Does it?", "starts": today, "due": today + 40 * DAY, **more},
    )  # fmt: skip


def decide(cast, enquiry, **more):
    return decide_enquiry(
        by=cast.headteacher, enquiry=enquiry,
        **{"decision": "adopt", "found": "It did.", "evidence": ["meeting:1"], **more},
    )  # fmt: skip


def last_line(enquiry):
    return enquiry.steps.latest("pk").pk


def test_a_cycle_goes_from_question_to_decision_and_each_step_is_logged(cast, team):
    enquiry = plan(cast, team=team, trial="Strips.", looks_for="Fuller drafts.")
    take_step(by=cast.teacher, enquiry=enquiry, step="start")
    take_step(by=cast.teacher, enquiry=enquiry, step="note", says="Three weeks in.")
    take_step(by=cast.teacher, enquiry=enquiry, step="look", says="Six weeks.")
    write_findings(by=cast.teacher, enquiry=enquiry, found="Drafts were longer.", evidence=["meeting:1"])
    decided = decide(cast, enquiry, found="Drafts were longer.", decision="adapt", decision_says="With one question.")
    assert (decided.state, decided.decision, decided.ended_on) == ("decided", "adapt", timezone.localdate())
    assert [(step.state, step.by) for step in enquiry.steps.all()] == [
        ("planned", cast.headteacher),
        ("trying", cast.teacher),
        ("trying", cast.teacher),
        ("looking", cast.teacher),
        ("looking", cast.teacher),
        ("decided", cast.headteacher),
    ]


def test_members_carry_on_but_neither_decide_nor_stop(cast, looked_at):
    take_step(by=cast.teacher, enquiry=looked_at, step="try_on", says="Two classes are missing.")
    with pytest.raises(PermissionDenied, match="decided, and stopped, by who leads learning"):
        take_step(by=cast.teacher, enquiry=looked_at, step="stop", says="We are tired.")
    with pytest.raises(PermissionDenied):
        decide_enquiry(by=cast.teacher, enquiry=looked_at, decision="adopt", found="It did.", evidence=["meeting:1"])


@pytest.mark.parametrize("who", ["coach", "trust_leader", "governor", "trustee", "sibling_head", "outsider"])
def test_others_do_nothing_to_it(cast, enquiry, who):
    other = getattr(cast, who)
    with pytest.raises(PermissionDenied):
        take_step(by=other, enquiry=enquiry, step="note", says="Well done.")
    with pytest.raises(PermissionDenied):
        change_enquiry(by=other, enquiry=enquiry, due=timezone.localdate() + 99 * DAY)


def test_what_is_asked_stands_once_it_is_tried(cast, enquiry, today):
    with pytest.raises(ValidationError, match="stand as they were planned"):
        change_enquiry(by=cast.headteacher, enquiry=enquiry, looks_for="Whatever we saw.")
    changed = change_enquiry(by=cast.headteacher, enquiry=enquiry, due=enquiry.due + 7 * DAY)
    assert "instead of" in changed.steps.latest("pk").says, "a later day is logged"


def test_evidence_is_not_due_before_the_cycle_starts(cast, today):
    with pytest.raises(ValidationError, match="due before the cycle starts"):
        plan(cast, due=today - DAY)


def test_a_team_of_another_academy_or_one_that_ended_asks_nothing(cast, team, today):
    with pytest.raises(ValidationError, match="belongs to another academy"):
        plan(cast, team=make.LearningTeamFactory(academy=cast.sibling))
    LearningTeam.objects.filter(pk=team.pk).update(ends=today - DAY)
    team.refresh_from_db()
    with pytest.raises(ValidationError, match=r"ended on .* Choose a team that meets"):
        plan(cast, team=team)


def test_a_theory_of_another_academy_is_not_put_to_the_test(cast):
    with pytest.raises(ValidationError, match="not in use at the academy"):
        plan(cast, theory=make.TheoryFactory(academy=cast.sibling))


def test_the_second_of_two_who_carry_it_on_learns_what_the_first_did(cast, enquiry):
    seen = last_line(enquiry)
    take_step(by=cast.senior_leader, enquiry=enquiry, step="look", seen=seen)
    with pytest.raises(ValidationError, match="Petra Lindqvarn carried it on while you wrote: looking at the evidence"):
        take_step(by=cast.teacher, enquiry=enquiry, step="look", says="Six weeks.", seen=seen)
    assert enquiry.steps.count() == 2


def test_a_note_in_between_overtakes_nobody(cast, enquiry):
    seen = last_line(enquiry)
    take_step(by=cast.teacher, enquiry=enquiry, step="note", says="Half way.", seen=seen)
    assert take_step(by=cast.headteacher, enquiry=enquiry, step="look", seen=seen).state == "looking"


def test_a_note_sent_twice_is_logged_once(cast, enquiry):
    for _ in range(2):
        take_step(by=cast.teacher, enquiry=enquiry, step="note", says="Half way.")
    assert enquiry.steps.count() == 2


def test_it_is_decided_once(cast, looked_at):
    seen = last_line(looked_at)
    decide(cast, looked_at)
    with pytest.raises(ValidationError, match="carried it on while you wrote: decided"):
        decide(cast, looked_at, decision="drop", seen=seen)
    with pytest.raises(ValidationError, match="the decision stands"):
        decide(cast, looked_at, decision="drop")
    assert Enquiry.objects.get().decision == "adopt"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"evidence": []}, "Name the evidence"),
        ({"found": " "}, "Write what was found"),
        ({"decision": ""}, "adopt it, adapt it or drop it"),
        ({"decision": "keep"}, "adopt it, adapt it or drop it"),
    ],
)
def test_half_a_decision_is_none(cast, looked_at, more, sentence):
    with pytest.raises(ValidationError, match=sentence):
        decide(cast, looked_at, **more)
    assert Enquiry.objects.get().state == "looking"


def test_what_was_found_is_written_while_it_is_looked_at(cast, enquiry, looked_at):
    with pytest.raises(ValidationError, match="Go on to the evidence first"):
        write_findings(by=cast.teacher, enquiry=enquiry, found="It did.", evidence=[])
    decide(cast, looked_at)
    with pytest.raises(ValidationError, match="This enquiry has ended"):
        write_findings(by=cast.teacher, enquiry=looked_at, found="It did not.", evidence=[])


def test_it_is_stopped_early_with_a_reason_and_then_stands(cast, enquiry):
    with pytest.raises(ValidationError, match="Say why it is stopped"):
        take_step(by=cast.headteacher, enquiry=enquiry, step="stop")
    assert take_step(by=cast.headteacher, enquiry=enquiry, step="stop", says="Half of us left.").ended_on
    with pytest.raises(ValidationError, match="has ended and stands"):
        change_enquiry(by=cast.headteacher, enquiry=enquiry, due=enquiry.due + DAY)


def test_a_further_cycle_follows_from_one_that_ended_here(cast, enquiry, looked_at):
    with pytest.raises(ValidationError, match="decided or stopped"):
        plan(cast, follows=enquiry)
    decide(cast, looked_at)
    looked_at.refresh_from_db()
    assert plan(cast, follows=looked_at).follows == looked_at
    elsewhere = make.EnquiryFactory(academy=cast.sibling, state="stopped")
    with pytest.raises(ValidationError, match="of the same academy"):
        plan(cast, follows=elsewhere)


def test_the_log_is_told_to_nobody_who_does_not_see_the_enquiry(cast, enquiry):
    seen = [who for who, user in cast.everyone.items() if EnquiryStep.objects.visible_to(user).exists()]
    assert sorted(seen) == ["coach", "headteacher", "senior_leader", "teacher", "trust_leader"]
