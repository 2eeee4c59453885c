"""Actions as the services write them: who may, within which days, once however often it is sent, two people at once."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from academies.access import Role
from academies.models.academy import Status
from celt.lib.terms import last_day_of_year, year_on
from plans.models import Action, ActionUpdate, Priority
from plans.services.action import add_action, change_action, report_action
from tests import factories as make
from tests.cast import Cast


@pytest.fixture
def priority(cast: Cast) -> Priority:
    return make.PriorityFactory(plan__academy=cast.own)


def refused(**said: object) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as error:
        add_action(**said)  # type: ignore[arg-type]
    return error.value.message_dict


def test_the_head_and_the_senior_leader_add_actions_and_nobody_else_does(cast: Cast, priority, today) -> None:
    for number, by in enumerate((cast.headteacher, cast.senior_leader)):
        action = add_action(priority=priority, by=by, says=f"Train them {number}", due=today, cost=Decimal("1200.50"))
        assert (action.state, action.cost, action.priority) == ("open", Decimal("1200.50"), priority)
    for name in ("trust_leader", "teacher", "coach", "governor", "trustee", "data_lead", "outsider", "sibling_head"):
        with pytest.raises(PermissionDenied):
            add_action(priority=priority, by=getattr(cast, name), says="Train them", due=today)
    assert Action.objects.count() == 2


def test_an_action_sent_twice_is_there_once(cast: Cast, priority, today) -> None:
    said = {"says": "Train them", "due": today, "owner": cast.teacher}
    first = add_action(priority=priority, by=cast.headteacher, **said)
    assert add_action(priority=priority, by=cast.headteacher, **{**said, "says": " train THEM "}) == first
    assert Action.objects.count() == 1
    assert add_action(priority=priority, by=cast.headteacher, **{**said, "owner": None}) != first


def test_what_is_wrong_is_said_at_its_field(cast: Cast, priority, today) -> None:
    by = cast.headteacher
    last = last_day_of_year(priority.plan.academic_year)
    assert "Say in a line what is done." in refused(priority=priority, by=by, says=" ", due=today)["says"]
    assert "Say by when it is done." in refused(priority=priority, by=by, says="Train", due=None)["due"]
    late = refused(priority=priority, by=by, says="Train", due=last + datetime.timedelta(1))
    assert "carried over into the next plan" in late["due"][0]
    before = refused(priority=priority, by=by, says="Train", due=today, starts=today + datetime.timedelta(1))
    assert "before it starts" in before["due"][0]
    assert refused(priority=priority, by=by, says="Train", due=today, cost=Decimal(-1)).keys() == {"cost"}
    assert Action.objects.count() == 0


def test_who_does_it_works_at_the_academy_today(cast: Cast, priority, today) -> None:
    left = make.MembershipFactory(academy=cast.own, role=Role.TEACHER, ends=today - datetime.timedelta(1)).user
    for person in (left, cast.sibling_teacher, cast.outsider, cast.governor, cast.trust_leader):
        said = refused(priority=priority, by=cast.headteacher, says="Train", due=today, owner=person)
        assert said["owner"] == [f"{person.full_name} does not work at {cast.own} now. Choose somebody who does."]


def test_an_action_whose_owner_left_can_still_be_changed_and_given_to_another(cast: Cast, priority, today) -> None:
    left = make.MembershipFactory(academy=cast.own, role=Role.TEACHER, ends=today - datetime.timedelta(1)).user
    action = make.ActionFactory(priority=priority, owner=left)
    assert change_action(action=action, by=cast.headteacher, owner=left, says="Train all").owner == left
    assert change_action(action=action, by=cast.headteacher, owner=cast.teacher).owner == cast.teacher


def test_nothing_is_added_at_a_closed_academy_or_to_a_year_that_is_over(cast: Cast, priority, today) -> None:
    old = make.PriorityFactory(plan__academy=cast.own, plan__academic_year=year_on(today) - 2)
    with pytest.raises(ValidationError, match="is over"):
        add_action(priority=old, by=cast.headteacher, says="Train", due=today)
    action = make.ActionFactory(priority=priority, owner=cast.teacher)
    cast.own.status, cast.own.closed = Status.CLOSED, datetime.date(2026, 8, 31)
    cast.own.save()
    for act in (
        lambda: add_action(priority=priority, by=cast.headteacher, says="Train", due=today),
        lambda: change_action(action=action, by=cast.headteacher, says="Train"),
        lambda: report_action(action=action, by=cast.teacher, step="done"),
    ):
        with pytest.raises(ValidationError, match="closed on 31 August 2026; its plans can be read, not changed"):
            act()


def test_a_dropped_priority_takes_its_actions_with_it(cast: Cast, priority, today) -> None:
    action = make.ActionFactory(priority=priority)
    Priority.objects.filter(pk=priority.pk).update(dropped_at=timezone.now(), dropped_because="Too much.")
    for act in (
        lambda: add_action(priority=priority, by=cast.headteacher, says="Train", due=today),
        lambda: change_action(action=action, by=cast.headteacher, says="Train"),
        lambda: report_action(action=action, by=cast.headteacher, step="done"),
    ):
        with pytest.raises(ValidationError, match="Take it up again first"):
            act()


def test_an_action_moves_to_another_priority_of_its_plan_and_of_no_other(cast: Cast, priority) -> None:
    action = make.ActionFactory(priority=priority)
    other = make.PriorityFactory(plan=priority.plan)
    assert change_action(action=action, by=cast.headteacher, priority=other).priority == other
    foreign = make.PriorityFactory(plan__academy=cast.own, plan__academic_year=priority.plan.academic_year - 1)
    with pytest.raises(ValidationError):
        change_action(action=action, by=cast.headteacher, priority=foreign)
    action.refresh_from_db()
    assert action.priority == other


def test_its_owner_reports_and_the_log_only_grows(cast: Cast, priority, today) -> None:
    action = make.ActionFactory(priority=priority, owner=cast.teacher)
    report_action(action=action, by=cast.teacher, step="report", rag="red", says="Nobody came.")
    report_action(action=action, by=cast.headteacher, step="done", on=today)
    done = report_action(action=action, by=cast.teacher, step="reopened", says="Two are missing.")
    assert (done.state, done.rag, done.done_on) == ("open", "", None)
    said = [(u.state, u.rag, u.says, u.by) for u in ActionUpdate.objects.order_by("pk")]
    assert said == [
        ("open", "red", "Nobody came.", cast.teacher),
        ("done", "", "Done.", cast.headteacher),
        ("open", "", "Two are missing.", cast.teacher),
    ]


def test_nobody_else_reports(cast: Cast, priority) -> None:
    action = make.ActionFactory(priority=priority, owner=cast.teacher)
    for name in ("trust_leader", "coach", "governor", "trustee", "data_lead", "outsider", "sibling_teacher"):
        with pytest.raises(PermissionDenied):
            report_action(action=action, by=getattr(cast, name), step="done")
    assert not ActionUpdate.objects.exists()


def test_an_owner_who_left_the_academy_reports_no_more(cast: Cast, priority, today) -> None:
    action = make.ActionFactory(priority=priority, owner=cast.teacher)
    cast.teacher.memberships.update(ends=today - datetime.timedelta(1))
    with pytest.raises(PermissionDenied):
        report_action(action=action, by=cast.teacher, step="done")


def test_a_report_sent_twice_is_logged_once(cast: Cast, priority) -> None:
    action = make.ActionFactory(priority=priority)
    for _ in range(2):
        report_action(action=action, by=cast.headteacher, step="report", rag="green", says="Begun.", seen=0)
    seen = ActionUpdate.objects.get().pk
    for _ in range(2):
        report_action(action=action, by=cast.headteacher, step="done", seen=seen)
    assert ActionUpdate.objects.count() == 2


def test_nobody_overrules_what_they_have_not_read(cast: Cast, priority) -> None:
    action = make.ActionFactory(priority=priority, owner=cast.teacher)
    report_action(action=action, by=cast.teacher, step="report", rag="red", says="Nobody came.", seen=0)
    with pytest.raises(ValidationError) as error:
        report_action(action=action, by=cast.headteacher, step="done", seen=0)
    assert "off course, “Nobody came.”" in error.value.messages[0]
    action.refresh_from_db()
    assert (action.state, action.rag) == ("open", "red")
    read = ActionUpdate.objects.get().pk
    assert report_action(action=action, by=cast.headteacher, step="done", seen=read).state == "done"


@pytest.mark.parametrize(
    "wrong",
    [
        {"rag": "red", "rag_says": ""},
        {"rag": "blue", "rag_says": "So."},
        {"state": "done"},
        {"done_on": datetime.date(2026, 11, 1)},
        {"state": "lost"},
        {"cost": -1},
        {"staff_days": -1},
        {"starts": datetime.date(2090, 1, 1)},
    ],
    ids=str,
)
def test_the_database_refuses_what_a_service_would(cast: Cast, priority, wrong: dict[str, object]) -> None:
    action = make.ActionFactory(priority=priority)
    with pytest.raises(DatabaseError), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(**wrong)


def test_what_was_said_is_neither_changed_nor_deleted_by_anybody(cast: Cast, priority) -> None:
    update = make.ActionUpdateFactory(action__priority=priority)
    for statement in ("UPDATE plans_actionupdate SET says = 'Else.'", "DELETE FROM plans_actionupdate"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(DatabaseError), transaction.atomic():
        Action.objects.filter(pk=update.action_id).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        ActionUpdate.objects.bulk_create([ActionUpdate(action=update.action, state="open", says="", by=update.by)])
