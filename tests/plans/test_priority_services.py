"""Priorities and their success criteria: five at most, who may lead one, their order, dropping, judging."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from academies.access import Role
from plans.models import Plan, Priority, SuccessCriterion
from plans.models.priority import Met
from plans.services.criterion import AT_MOST, add_criterion, change_criterion, put_away_criterion
from plans.services.priority import (
    FULL,
    add_priority,
    change_priority,
    drop_priority,
    move_priority,
    take_up_priority,
)
from tests import factories as make
from tests.cast import Cast

OTHERS = ("trust_leader", "coach", "teacher", "governor", "trustee", "data_lead", "outsider", "sibling_head")


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return make.PlanFactory(academy=cast.own)


@pytest.fixture
def priority(plan: Plan) -> Priority:
    return make.PriorityFactory(plan=plan, title="Talk")


def mend(call: Any, **asked: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as error:
        call(**asked)
    return error.value.message_dict if hasattr(error.value, "error_dict") else {"": error.value.messages}


def titles(plan: Plan) -> list[str]:
    return [each.title for each in plan.priorities.filter(dropped_at__isnull=True)]


def test_only_who_writes_the_plan_writes_its_priorities(cast: Cast, plan: Plan, priority: Priority) -> None:
    criterion = make.SuccessCriterionFactory(priority=priority)
    for name in OTHERS:
        by = getattr(cast, name)
        for refused in (
            lambda by=by: add_priority(plan=plan, by=by, title="Mine"),
            lambda by=by: change_priority(priority=priority, by=by, title="Mine"),
            lambda by=by: drop_priority(priority=priority, by=by, because="So"),
            lambda by=by: move_priority(priority=priority, by=by, to="up"),
            lambda by=by: add_criterion(priority=priority, by=by, says="Mine"),
            lambda by=by: change_criterion(criterion=criterion, by=by, says="Mine", met="", note=""),
            lambda by=by: put_away_criterion(criterion=criterion, by=by),
        ):
            with pytest.raises(PermissionDenied):
                refused()
    assert add_priority(plan=plan, by=cast.senior_leader, title="Ours").order == 2


def test_a_sixth_is_refused_by_the_service_and_by_the_database(cast: Cast, plan: Plan) -> None:
    for number in range(5):
        add_priority(plan=plan, by=cast.headteacher, title=f"Aim {number}")
    assert mend(add_priority, plan=plan, by=cast.headteacher, title="Sixth") == {"": [FULL]}
    with pytest.raises(DatabaseError), transaction.atomic():
        Priority.objects.bulk_create([Priority(plan=plan, title="Sixth")])
    gone = drop_priority(priority=plan.priorities.all()[0], by=cast.headteacher, because="Done")
    add_priority(plan=plan, by=cast.headteacher, title="Sixth")
    assert mend(take_up_priority, priority=gone, by=cast.headteacher) == {"": [FULL]}
    with pytest.raises(DatabaseError), transaction.atomic():
        Priority.objects.filter(pk=gone.pk).update(dropped_at=None, dropped_because="")


def test_the_pillar_is_the_one_that_the_condition_leans_on_unless_another_is_chosen(cast: Cast, plan: Plan) -> None:
    by = cast.headteacher
    first = add_priority(plan=plan, by=by, title="Talk", condition="repertoire", pillar="")
    assert first.pillar == "improvement"
    assert change_priority(priority=first, by=by, pillar="commitment").pillar == "commitment"
    assert change_priority(priority=first, by=by, condition="curriculum").pillar == "commitment"
    wrong = mend(change_priority, priority=first, by=by, condition="magic", pillar="gold")
    assert wrong == {"condition": ["Choose a condition of the rings."], "pillar": ["Choose one of the seven pillars."]}


def test_whoever_leads_one_works_at_the_academy(cast: Cast, plan: Plan) -> None:
    by = cast.headteacher
    left = make.MembershipFactory(
        academy=cast.own, role=Role.TEACHER, ends=timezone.localdate() - datetime.timedelta(days=1)
    ).user
    for owner in (cast.sibling_head, cast.sibling_teacher, cast.governor, cast.trust_leader, cast.nobody, left):
        said = mend(add_priority, plan=plan, by=by, title="Talk", owner=owner)["owner"]
        assert said == [f"{owner.full_name} does not work at {cast.own} now. Choose somebody who does."]
    for number, owner in enumerate((cast.headteacher, cast.senior_leader, cast.coach, cast.teacher)):
        assert add_priority(plan=plan, by=by, title=f"Talk {number}", owner=owner).owner == owner


def test_who_has_left_stays_named_while_something_else_is_changed(cast: Cast, priority: Priority) -> None:
    left = make.UserFactory()
    Priority.objects.filter(pk=priority.pk).update(owner=left)
    changed = change_priority(priority=priority, by=cast.headteacher, title="Talk first", owner=left)
    assert (changed.title, changed.owner) == ("Talk first", left)
    assert change_priority(priority=priority, by=cast.headteacher, owner=cast.teacher).owner == cast.teacher
    assert "owner" in mend(change_priority, priority=priority, by=cast.headteacher, owner=left)


def test_a_theory_and_a_trust_priority_are_of_the_same_trust(cast: Cast, plan: Plan) -> None:
    foreign = make.TheoryFactory(trust=cast.foreign_trust, academy=None)
    siblings = make.TheoryFactory(trust=cast.trust, academy=cast.sibling)
    for theory in (foreign, siblings):
        assert "theory" in mend(add_priority, plan=plan, by=cast.headteacher, title="Talk", theory=theory)
    own = make.TheoryFactory(trust=cast.trust, academy=None)
    priority = add_priority(plan=plan, by=cast.headteacher, title="Talk", theory=own)
    own.archived_at = timezone.now()
    own.save()
    assert change_priority(priority=priority, by=cast.headteacher, title="Talk more", theory=own).theory == own
    aim = make.TrustPriorityFactory(trust=cast.foreign_trust)
    assert "trust_priority" in mend(change_priority, priority=priority, by=cast.headteacher, trust_priority=aim)


def test_a_title_is_there_and_stands_once(cast: Cast, plan: Plan, priority: Priority) -> None:
    assert "title" in mend(add_priority, plan=plan, by=cast.headteacher, title="   ")
    assert mend(add_priority, plan=plan, by=cast.headteacher, title=" talk ")["title"] == [
        "A priority of that name stands in the plan already."
    ]


def test_they_move_up_and_down_and_stay_numbered_without_gaps(cast: Cast, plan: Plan) -> None:
    a, b, c = (add_priority(plan=plan, by=cast.headteacher, title=title) for title in "ABC")
    move_priority(priority=c, by=cast.headteacher, to="up")
    assert titles(plan) == ["A", "C", "B"]
    move_priority(priority=a, by=cast.headteacher, to="down")
    assert titles(plan) == ["C", "A", "B"]
    move_priority(priority=c, by=cast.headteacher, to="up")
    assert titles(plan) == ["C", "A", "B"], "the first stays the first"
    drop_priority(priority=a, by=cast.headteacher, because="Done")
    assert list(plan.priorities.filter(dropped_at__isnull=True).values_list("order", flat=True)) == [1, 2]
    assert mend(move_priority, priority=b, by=cast.headteacher, to="sideways") == {
        "": ["Say whether it goes up or down."]
    }
    assert "no place in the order" in mend(move_priority, priority=a, by=cast.headteacher, to="up")[""][0]


def test_dropping_needs_a_reason_is_done_once_and_can_be_taken_back(cast: Cast, plan: Plan, priority: Priority) -> None:
    assert "because" in mend(drop_priority, priority=priority, by=cast.headteacher, because="  ")
    dropped = drop_priority(priority=priority, by=cast.headteacher, because="Met early")
    again = drop_priority(priority=priority, by=cast.headteacher, because="Something else")
    assert (again.dropped_at, again.dropped_because) == (dropped.dropped_at, "Met early")
    assert "was dropped" in mend(change_priority, priority=priority, by=cast.headteacher, title="New")[""][0]
    assert "was dropped" in mend(add_criterion, priority=priority, by=cast.headteacher, says="New")[""][0]
    assert take_up_priority(priority=priority, by=cast.headteacher).dropped_because == ""
    assert titles(plan) == ["Talk"]
    with pytest.raises(DatabaseError), transaction.atomic():
        Priority.objects.filter(pk=priority.pk).update(dropped_at=timezone.now())
    with pytest.raises(DatabaseError), transaction.atomic():
        Priority.objects.filter(pk=priority.pk).delete()


def test_a_criterion_is_judged_with_what_shows_it(cast: Cast, priority: Priority) -> None:
    by = cast.headteacher
    criterion = add_criterion(priority=priority, by=by, says="Nine of ten can")
    assert add_criterion(priority=priority, by=by, says=" nine of TEN can ") == criterion, "sent twice, there once"
    assert mend(change_criterion, criterion=criterion, by=by, says="All", met=Met.MET, note=" ")["note"] == [
        "Say what shows it: a figure, a review, what was seen."
    ]
    assert "met" in mend(change_criterion, criterion=criterion, by=by, says="All", met="perhaps", note="So")
    change_criterion(criterion=criterion, by=by, says="All can", met=Met.PARTLY, note="Eight of ten could in June.")
    criterion.refresh_from_db()
    assert (criterion.says, criterion.met, criterion.note) == ("All can", "partly", "Eight of ten could in June.")
    put_away_criterion(criterion=criterion, by=by)
    assert SuccessCriterion.objects.get().archived_at is not None
    with pytest.raises(DatabaseError), transaction.atomic():
        SuccessCriterion.objects.all().delete()


def test_more_than_a_dozen_criteria_are_refused(cast: Cast, priority: Priority) -> None:
    make.SuccessCriterionFactory.create_batch(AT_MOST, priority=priority)
    said = mend(add_criterion, priority=priority, by=cast.headteacher, says="One more")[""]
    assert said == ["A priority has 12 success criteria at most. Put one away first."]
