"""Cycles: who invites whom, what an answer needs, what closing leaves; each refusal a clear sentence."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from academies.models import Membership
from academies.reader_scope import reading_as
from coaching.models import Cycle, CycleState, Visit, VisitState
from coaching.services.approach import ensure_approaches
from coaching.services.cycle import answer_invitation, change_cycle, close_cycle, invite_colleague, take_back
from coaching.services.planning import call_off_visit, plan_visit
from tests import factories as make


@pytest.fixture
def approach(cast):
    return make.ApproachFactory(trust=cast.trust, rhythm_weeks=3)


def invited(cast, approach, **more):
    with reading_as(cast.coach):
        said = {"by": cast.coach, "coach": cast.coach, "coachee": cast.teacher, "focus": "Waiting", **more}
        return invite_colleague(approach=approach, **said)


def running(cast, approach):
    cycle = invited(cast, approach)
    with reading_as(cast.teacher):
        return answer_invitation(by=cast.teacher, cycle=cycle, accept=True, goal="All of them think first.")


def test_a_coach_invites_and_the_coachee_accepts_with_a_goal_of_their_own(cast, approach):
    cycle = invited(cast, approach, says="I would like to see how you do it, too.")
    assert (cycle.state, cycle.goal, cycle.academy, cycle.rhythm_weeks) == ("invited", "", cast.own, 3)
    assert cycle.expires_on == timezone.localdate() + datetime.timedelta(days=21)
    with reading_as(cast.teacher):
        ours = answer_invitation(by=cast.teacher, cycle=cycle, accept=True, goal="All of them think first.", says="Yes")
    assert (ours.state, ours.goal, ours.answer) == (CycleState.ACTIVE, "All of them think first.", "Yes")


def test_a_coachee_asks_with_a_goal_and_the_coach_accepts(cast, approach):
    with reading_as(cast.teacher):
        with pytest.raises(ValidationError, match="own words"):
            invite_colleague(
                by=cast.teacher, coach=cast.coach, coachee=cast.teacher, approach=approach, focus="Waiting"
            )
        cycle = invite_colleague(
            by=cast.teacher,
            coach=cast.coach,
            coachee=cast.teacher,
            approach=approach,
            focus="Waiting",
            goal="They write",
        )
    with reading_as(cast.coach):
        assert answer_invitation(by=cast.coach, cycle=cycle, accept=True).goal == "They write"


def test_nobody_coaches_themselves(cast, approach):
    with pytest.raises(ValidationError, match="Nobody coaches themselves"):
        invited(cast, approach, coachee=cast.coach)


def test_one_invites_for_oneself_alone(cast, approach):
    with reading_as(cast.headteacher), pytest.raises(PermissionDenied):
        invite_colleague(
            by=cast.headteacher, coach=cast.coach, coachee=cast.teacher, approach=approach, focus="Waiting"
        )


@pytest.mark.parametrize("who", ["governor", "administrator", "outsider", "nobody", "external_coach"])
def test_whoever_is_not_coached_here_is_not_invited(who, cast, approach):
    with pytest.raises(ValidationError, match="Choose somebody else"):
        invited(cast, approach, coachee=getattr(cast, who))


def test_a_coach_from_outside_is_invited_by_a_colleague(cast, approach):
    with reading_as(cast.teacher):
        cycle = invite_colleague(
            by=cast.teacher, coach=cast.external_coach, coachee=cast.teacher, approach=approach, focus="Reading",
            goal="They ask for more.",
        )  # fmt: skip
    with reading_as(cast.external_coach):
        assert answer_invitation(by=cast.external_coach, cycle=cycle, accept=True).state == CycleState.ACTIVE


def test_two_have_one_cycle_at_a_time_and_may_begin_anew_once_it_is_closed(cast, approach):
    invited(cast, approach)
    with pytest.raises(ValidationError, match="There is an invitation between you two already"):
        invited(cast, approach)
    with reading_as(cast.teacher):
        cycle = Cycle.objects.get()
        answer_invitation(by=cast.teacher, cycle=cycle, accept=True, goal="They wait.")
    with pytest.raises(ValidationError, match="Close it before you begin another"):
        invited(cast, approach)
    with reading_as(cast.coach):
        close_cycle(by=cast.coach, cycle=cycle)
    assert invited(cast, approach).state == CycleState.INVITED


def test_an_invitation_that_ran_out_is_not_accepted_and_gives_way_to_a_new_one(cast, approach):
    old = invited(cast, approach)
    with reading_as(cast.coach):
        Cycle.objects.filter(pk=old.pk).update(expires_on=timezone.localdate() - datetime.timedelta(days=1))
        old.refresh_from_db()
    with reading_as(cast.teacher), pytest.raises(ValidationError, match="run out"):
        answer_invitation(by=cast.teacher, cycle=old, accept=True, goal="They wait.")
    assert invited(cast, approach).pk != old.pk
    with reading_as(cast.coach):
        old.refresh_from_db()
        assert old.state == CycleState.WITHDRAWN


def test_an_invitation_taken_back_is_not_answered(cast, approach):
    cycle = invited(cast, approach)
    with reading_as(cast.teacher), pytest.raises(PermissionDenied, match="Whoever invited"):
        take_back(by=cast.teacher, cycle=cycle)
    with reading_as(cast.coach):
        take_back(by=cast.coach, cycle=cycle)
    with reading_as(cast.teacher), pytest.raises(ValidationError, match="taken back"):
        answer_invitation(by=cast.teacher, cycle=cycle, accept=True, goal="They wait.")


def test_nobody_begins_with_a_coach_who_has_left(cast, approach):
    cycle = invited(cast, approach)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Membership.objects.filter(user=cast.coach).update(ends=yesterday)
    with reading_as(cast.teacher):
        with pytest.raises(ValidationError, match="no longer works here"):
            answer_invitation(by=cast.teacher, cycle=cycle, accept=True, goal="They wait.")
        assert answer_invitation(by=cast.teacher, cycle=cycle, accept=False).state == CycleState.DECLINED


def test_the_goal_is_the_coachees_to_change(cast, approach):
    cycle = running(cast, approach)
    with reading_as(cast.coach):
        with pytest.raises(PermissionDenied, match="own words"):
            change_cycle(by=cast.coach, cycle=cycle, rhythm_weeks=2, focus="Waiting", goal="My goal for you")
        changed = change_cycle(by=cast.coach, cycle=cycle, rhythm_weeks=4, focus="Second answers")
        assert (changed.rhythm_weeks, changed.focus, changed.goal) == (4, "Second answers", "All of them think first.")
    with reading_as(cast.teacher):
        ours = change_cycle(by=cast.teacher, cycle=cycle, rhythm_weeks=4, focus="Second answers", goal="They add.")
        assert ours.goal == "They add."
        with pytest.raises(ValidationError):
            change_cycle(by=cast.teacher, cycle=cycle, rhythm_weeks=4, focus="", goal="They add.")


@pytest.mark.parametrize("who", ["coach", "teacher"])
def test_either_closes_once_and_what_was_only_planned_is_called_off(who, cast, approach):
    cycle, by = running(cast, approach), getattr(cast, who)
    with reading_as(by):
        planned = plan_visit(by=by, cycle=cycle, day=timezone.localdate() + datetime.timedelta(days=3))
        closed = close_cycle(by=by, cycle=cycle, came="They all think.")
        assert (closed.state, closed.closed_by, closed.came) == (CycleState.CLOSED, by, "They all think.")
        assert Visit.objects.get(pk=planned.pk).state == VisitState.CALLED_OFF
        for refused in (
            lambda: close_cycle(by=by, cycle=cycle),
            lambda: plan_visit(by=by, cycle=cycle, day=timezone.localdate()),
            lambda: change_cycle(by=by, cycle=cycle, rhythm_weeks=2, focus="More"),
        ):
            with pytest.raises(ValidationError, match="closed"):
                refused()


@pytest.mark.parametrize("who", ["headteacher", "administrator", "trust_leader", "senior_leader", "outsider"])
def test_nobody_else_writes_in_a_cycle(who, cast, approach):
    cycle, by = running(cast, approach), getattr(cast, who)
    with reading_as(by):
        for refused in (
            lambda: close_cycle(by=by, cycle=cycle),
            lambda: plan_visit(by=by, cycle=cycle, day=timezone.localdate()),
            lambda: change_cycle(by=by, cycle=cycle, rhythm_weeks=2, focus="More"),
        ):
            with pytest.raises(PermissionDenied):
                refused()


def test_a_coach_whose_role_ended_reads_nothing_more_and_the_coachee_keeps_all(cast, approach):
    cycle = running(cast, approach)
    Membership.objects.filter(user=cast.coach).update(ends=timezone.localdate() - datetime.timedelta(days=1))
    with reading_as(cast.coach):
        assert not Cycle.objects.filter(pk=cycle.pk).exists()
    with reading_as(cast.teacher):
        assert Cycle.objects.visible_to(cast.teacher).get() == cycle


def test_visits_are_planned_moved_and_called_off_by_either(cast, approach):
    cycle, today = running(cast, approach), timezone.localdate()
    with reading_as(cast.teacher):
        visit = plan_visit(by=cast.teacher, cycle=cycle, day=today, at=datetime.time(9, 20), where="Year 4")
    with reading_as(cast.coach):
        with pytest.raises(ValidationError, match="planned for"):
            plan_visit(by=cast.coach, cycle=cycle, day=today)
        with pytest.raises(ValidationError, match="passed already"):
            plan_visit(by=cast.coach, cycle=cycle, day=today - datetime.timedelta(days=1))
        with pytest.raises(ValidationError, match="more than a year"):
            plan_visit(by=cast.coach, cycle=cycle, day=today + datetime.timedelta(days=800))
        moved = plan_visit(by=cast.coach, cycle=cycle, day=today + datetime.timedelta(days=1), moved=visit)
        assert moved.pk == visit.pk
        assert call_off_visit(by=cast.coach, visit=moved, why="A trip").state == VisitState.CALLED_OFF
        with pytest.raises(ValidationError, match="called off already"):
            call_off_visit(by=cast.coach, visit=moved)


def test_the_shipped_models_come_once(cast):
    assert [model.name for model in ensure_approaches(cast.trust)] == [
        "Instructional coaching", "Peer coaching", "Leadership coaching",
    ]  # fmt: skip
    assert ensure_approaches(cast.trust) == []
