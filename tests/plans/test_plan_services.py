"""Beginning a plan, going on with the year before, changing its texts: who may, when, and what goes along."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from academies.access import Role
from academies.models.academy import Status
from plans.models import Action, Plan
from plans.models.action import ActionState
from plans.models.plan import PlanQuerySet
from plans.models.priority import Met
from plans.services.plan import begin_plan, change_plan
from tests import factories as make
from tests.cast import Cast

TODAY = datetime.date(2026, 11, 22)
OTHERS = ("trust_leader", "coach", "teacher", "governor", "trustee", "data_lead", "administrator", "outsider")


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: TODAY)


def plan_of(academy: Any, year: int = 2026, **more: Any) -> Plan:
    return make.PlanFactory(academy=academy, academic_year=year, **more)


def why(**asked: Any) -> str:
    with pytest.raises(ValidationError) as error:
        begin_plan(**asked)
    return " ".join(error.value.messages)


def test_the_head_and_a_senior_leader_begin_one_and_nobody_else_does(cast: Cast) -> None:
    for name in (*OTHERS, "sibling_head"):
        with pytest.raises(PermissionDenied):
            begin_plan(academy=cast.own, academic_year=2026, by=getattr(cast, name))
    assert not Plan.objects.exists()
    plan = begin_plan(academy=cast.own, academic_year=2026, by=cast.senior_leader)
    assert (plan.academy, plan.academic_year, plan.begun_by) == (cast.own, 2026, cast.senior_leader)
    assert begin_plan(academy=cast.sibling, academic_year=2026, by=cast.sibling_head)


def test_a_plan_that_there_is_a_year_that_is_over_and_one_far_ahead_are_refused_with_a_sentence(cast: Cast) -> None:
    plan_of(cast.own)
    ask = {"academy": cast.own, "by": cast.headteacher}
    assert why(academic_year=2026, **ask) == (
        f"{cast.own} has a plan for 2026/27 already. Open it, and change it there."
    )
    assert why(academic_year=2025, **ask) == "2025/26 is over: begin the plan of 2026/27."
    assert why(academic_year=2027, **ask) == "A plan for 2027/28 can be begun from 1 June 2027."


def test_a_closed_academy_begins_and_changes_none(cast: Cast) -> None:
    plan = plan_of(cast.own)
    cast.own.status, cast.own.closed = Status.CLOSED, datetime.date(2026, 8, 31)
    cast.own.save()
    closed = f"{cast.own} closed on 31 August 2026; its plans can be read, not changed."
    assert why(academy=cast.own, academic_year=2026, by=cast.headteacher) == closed
    with pytest.raises(ValidationError, match="its plans can be read, not changed"):
        change_plan(plan=plan, by=cast.headteacher, vision="Another")


def test_two_who_begin_it_at_once_begin_one(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second finds the first one's row only when it saves its own."""
    plan_of(cast.own)
    monkeypatch.setattr(PlanQuerySet, "exists", lambda self: False)
    monkeypatch.setattr(Plan, "full_clean", lambda self: None)
    assert "has a plan for 2026/27 already" in why(academy=cast.own, academic_year=2026, by=cast.headteacher)


@pytest.fixture
def before(cast: Cast) -> Plan:
    return plan_of(cast.own, 2025, vision="All read.", rationale="Reading fell.", monitoring="Each term.")


def test_what_goes_on_comes_with_open_actions_and_criteria_not_met(cast: Cast, before: Plan) -> None:
    old = make.PriorityFactory(
        plan=before, title="Talk", rationale="Writing fell.", owner=cast.teacher, condition="repertoire",
        pillar="improvement", target_group="Year 4", measure="ks2_reading_exp", better="lower", baseline=20,
        baseline_year=2024, target=15, target_year=2025, target_checkpoint="Statutory",
    )  # fmt: skip
    make.PriorityFactory(plan=before, title="Left behind")
    make.SuccessCriterionFactory(priority=old, says="Nine of ten", met=Met.PARTLY, note="Seven")
    make.SuccessCriterionFactory(priority=old, says="All", met=Met.MET, note="Yes")
    make.SuccessCriterionFactory(priority=old, says="Put away", archived_at=timezone.now())
    open_one = make.ActionFactory(
        priority=old, says="Look at books", owner=cast.teacher, due=datetime.date(2026, 7, 1), cost=Decimal(200),
        origin="concern:7",
    )  # fmt: skip
    make.ActionFactory(priority=old, says="Done", state=ActionState.DONE, done_on=datetime.date(2026, 3, 1))
    make.ActionFactory(priority=old, says="Dropped", state=ActionState.DROPPED)

    plan = begin_plan(academy=cast.own, academic_year=2026, by=cast.headteacher, carry_over=[old.pk], texts=True)

    (new,) = plan.priorities.all()
    assert (plan.vision, plan.rationale, plan.monitoring) == ("All read.", "", "Each term.")
    assert (new.title, new.continues, new.owner, new.order, new.pillar) == ("Talk", old, cast.teacher, 1, "improvement")
    assert (new.measure, new.better, new.baseline, new.target) == ("ks2_reading_exp", "lower", None, None)
    assert [(c.says, c.met) for c in new.criteria.all()] == [("Nine of ten", "")]
    (action,) = new.actions.all()
    assert (action.says, action.continues_id, action.owner, action.cost) == (
        "Look at books", open_one.pk, cast.teacher, Decimal(200),
    )  # fmt: skip
    assert (action.due, action.origin, action.state) == (datetime.date(2026, 12, 6), "concern:7", "open")
    assert list(Action.objects.open()) == [action], "what goes on is open in one plan, not in two"


def test_a_target_of_several_years_still_stands(cast: Cast, before: Plan) -> None:
    old = make.PriorityFactory(
        plan=before, measure="ks2_reading_exp", better="lower", baseline=20, baseline_year=2024, target=15,
        target_year=2026, target_checkpoint="Statutory",
    )  # fmt: skip
    plan = begin_plan(academy=cast.own, academic_year=2026, by=cast.headteacher, carry_over=[old.pk])
    new = plan.priorities.get()
    assert (new.baseline, new.target, new.target_year) == (Decimal(20), Decimal(15), 2026)


def test_who_has_left_and_what_was_put_away_stay_behind(cast: Cast, before: Plan) -> None:
    left = make.MembershipFactory(academy=cast.own, role=Role.TEACHER, ends=datetime.date(2026, 7, 31)).user
    theory = make.TheoryFactory(trust=cast.trust, academy=None, archived_at=timezone.now())
    old = make.PriorityFactory(plan=before, owner=left, theory=theory)
    make.ActionFactory(priority=old, owner=left, due=datetime.date(2026, 7, 1))
    plan = begin_plan(academy=cast.own, academic_year=2026, by=cast.headteacher, carry_over=[old.pk])
    new = plan.priorities.get()
    assert (new.owner, new.theory, new.actions.get().owner) == (None, None, None)


def test_only_what_stands_in_the_plan_before_goes_on(cast: Cast, before: Plan) -> None:
    dropped = make.PriorityFactory(plan=before, dropped_at=timezone.now(), dropped_because="Done")
    elsewhere = make.PriorityFactory(plan=plan_of(cast.sibling, 2025))
    for pk in (dropped.pk, elsewhere.pk, 999_999):
        said = why(academy=cast.own, academic_year=2026, by=cast.headteacher, carry_over=[pk])
        assert said == "One of these priorities stands no longer in the plan before. Choose again."
    assert not Plan.objects.filter(academic_year=2026).exists(), "nothing is begun by halves"


def test_texts_are_changed_one_at_a_time_by_who_writes_the_plan(cast: Cast) -> None:
    plan = plan_of(cast.own, vision="One", rationale="Two")
    change_plan(plan=plan, by=cast.headteacher, rationale="  Three  ")
    plan.refresh_from_db()
    assert (plan.vision, plan.rationale) == ("One", "Three")
    for name in (*OTHERS, "sibling_head"):
        with pytest.raises(PermissionDenied):
            change_plan(plan=plan, by=getattr(cast, name), vision="Mine")


def test_a_year_that_is_over_can_be_read_not_changed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_of(cast.own, 2025)
    with pytest.raises(ValidationError, match="could be changed until 31 October 2026"):
        change_plan(plan=plan, by=cast.headteacher, vision="Late")
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: datetime.date(2026, 10, 31))
    assert change_plan(plan=plan, by=cast.headteacher, vision="In time").vision == "In time"


def test_the_database_keeps_one_plan_a_year_and_lets_none_go(cast: Cast) -> None:
    plan = plan_of(cast.own)
    attempts = (
        lambda: Plan.objects.bulk_create([Plan(academy=cast.own, academic_year=2026, begun_by=cast.headteacher)]),
        lambda: Plan.objects.filter(pk=plan.pk).update(academic_year=2027),
        lambda: Plan.objects.filter(pk=plan.pk).update(academy=cast.sibling),
        lambda: Plan.objects.filter(pk=plan.pk).delete(),
    )
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
