"""Snapshots: taken by who writes the plan, in both editions, once for each term's end; and they stand."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, transaction
from django.utils import timezone

from academies.access import Role
from academies.models.academy import Status
from plans.models import Snapshot
from plans.rules.document import PlanDocument, as_data, from_data
from plans.services.snapshot import SAY_WHAT_FOR, keep_snapshot, plans_at_term_end, take_snapshot
from plans.tasks import keep_at_term_end, keep_one
from tests import factories as make
from tests.cast import Cast

TITLE = "Governors’ meeting, December"


@pytest.fixture
def plan(cast: Cast):
    found = make.PlanFactory(academy=cast.own, rationale=f"{cast.teacher.full_name} found it. Ask Mrs Quillmore.")
    priority = make.PriorityFactory(plan=found, title="Every child reads", owner=cast.teacher)
    make.ActionFactory(
        priority=priority, says="Read aloud", owner=cast.teacher, rag="red", rag_says="The books are late.", cost=1200
    )
    make.ActionFactory(priority=priority, says="Hear the head read", owner=cast.headteacher)
    return found


def editions(snapshot: Snapshot) -> tuple[PlanDocument, PlanDocument]:
    return from_data(snapshot.content["staff"]), from_data(snapshot.content["readers"])


def test_a_snapshot_holds_what_staff_read_and_apart_what_readers_read(cast, plan):
    staff, readers = editions(take_snapshot(by=cast.headteacher, plan=plan, title=f"  {TITLE} "))
    assert staff.priorities[0].owner == cast.teacher.full_name
    assert staff.priorities[0].actions[0].rag_says == "The books are late."
    assert readers.priorities[0].owner == "a member of staff"
    assert readers.priorities[0].actions[0].rag_says == ""
    assert readers.priorities[0].actions[1].owner == cast.headteacher.full_name
    assert readers.rationale == "A member of staff found it. Ask a member of staff."
    assert staff.cost == readers.cost == "£1,200"


def test_who_takes_it_is_not_named_to_readers_either(cast, plan):
    """A senior leader is told their own name everywhere; the edition for governors is not for them."""
    make.ActionFactory(priority=plan.priorities.get(), owner=cast.senior_leader)
    snapshot = take_snapshot(by=cast.senior_leader, plan=plan, title=TITLE)
    assert cast.senior_leader.full_name in str(snapshot.content["staff"])
    assert cast.senior_leader.full_name not in str(snapshot.content["readers"])


def test_what_the_plan_says_later_does_not_change_it(cast, plan):
    snapshot = take_snapshot(by=cast.headteacher, plan=plan, title=TITLE)
    plan.priorities.update(title="Every child counts")
    snapshot.refresh_from_db()
    assert editions(snapshot)[0].priorities[0].title == "Every child reads"


@pytest.mark.parametrize("title", ["", "   ", "\n"])
def test_a_snapshot_says_what_it_is_for(cast, plan, title):
    with pytest.raises(ValidationError) as refused:
        take_snapshot(by=cast.headteacher, plan=plan, title=title)
    assert refused.value.messages == [SAY_WHAT_FOR]
    assert not Snapshot.objects.exists()


@pytest.mark.parametrize("who", ["governor", "trustee", "trust_leader", "teacher", "sibling_head", "outsider"])
def test_only_who_writes_the_plan_takes_one(cast, plan, who):
    with pytest.raises(PermissionDenied):
        take_snapshot(by=getattr(cast, who), plan=plan, title=TITLE)


def test_none_is_taken_of_a_plan_that_no_longer_changes(cast, plan):
    """It would say for ever what the plan says, which is printed as it is."""
    cast.own.status, cast.own.closed = Status.CLOSED, datetime.date(2026, 8, 31)
    cast.own.save()
    plan.academy.refresh_from_db()
    with pytest.raises(ValidationError, match=r"closed on 31 August 2026; its plans can be read, not changed"):
        take_snapshot(by=cast.headteacher, plan=plan, title=TITLE)


def test_a_plan_with_nothing_in_it_has_a_snapshot_too(cast):
    snapshot = take_snapshot(by=cast.headteacher, plan=make.PlanFactory(academy=cast.own), title=TITLE)
    assert editions(snapshot)[0].is_empty


def test_the_database_lets_nobody_change_or_delete_one(cast, plan):
    snapshot = take_snapshot(by=cast.headteacher, plan=plan, title=TITLE)
    for write in (
        lambda: Snapshot.objects.filter(pk=snapshot.pk).update(title="Another"),
        lambda: Snapshot.objects.filter(pk=snapshot.pk).delete(),
        lambda: Snapshot.objects.bulk_create([Snapshot(plan=plan, title="", content=as_data(PlanDocument()))]),
    ):
        with pytest.raises(Error), transaction.atomic():
            write()
    assert Snapshot.objects.get().title == TITLE


@pytest.fixture
def autumn(cast):
    year = make.PlanFactory(academy=cast.own).academic_year
    ends = datetime.date(year, 12, 18)
    starts = datetime.date(year, 9, 2)
    make.TermFactory(trust=cast.trust, academic_year=year, name="autumn", starts=starts, ends=ends)
    return ends


@pytest.mark.parametrize(("days", "taken"), [(-1, False), (0, True), (7, True), (8, False)])
def test_a_term_ends_with_a_snapshot_and_a_missed_night_is_made_up(cast, autumn, days, taken):
    found = plans_at_term_end(autumn + datetime.timedelta(days=days))
    assert [title[:26] for _, title in found] == (["End of the autumn term 202"] if taken else [])


def test_an_academy_that_closed_keeps_none(cast, autumn):
    cast.own.status, cast.own.closed = Status.CLOSED, autumn
    cast.own.save()
    assert plans_at_term_end(autumn) == []


def test_a_term_s_snapshot_is_taken_once_by_nobody_as_the_head_reads(cast, plan):
    kept = keep_snapshot(plan=plan, title="End of the autumn term 2026/27")
    assert kept is not None
    assert kept.taken_by is None
    assert editions(kept)[0].priorities[0].owner == cast.teacher.full_name
    assert cast.teacher.full_name not in str(kept.content["readers"])
    assert keep_snapshot(plan=plan, title="End of the autumn term 2026/27") is None


def test_where_nobody_leads_none_is_taken(cast, plan):
    cast.own.memberships.filter(role__in=(Role.HEADTEACHER, Role.SENIOR_LEADER)).update(ends=datetime.date(2021, 1, 1))
    cast.trust.memberships.filter(role=Role.TRUST_LEADER).update(ends=datetime.date(2021, 1, 1))
    assert keep_snapshot(plan=plan, title="End of term") is None


def test_the_night_s_task_asks_for_each_plan_and_does_nothing_for_one_that_is_gone(cast, autumn, monkeypatch):
    asked = []
    monkeypatch.setattr("plans.tasks.keep_one.delay", lambda *args: asked.append(args))
    monkeypatch.setattr(timezone, "localdate", lambda *args: autumn)
    monkeypatch.setattr("plans.tasks.close_old_connections", lambda: None)
    keep_at_term_end()
    ((pk, title),) = asked
    keep_one(pk, title)
    keep_one(pk, title)
    keep_one(0, title)
    assert Snapshot.objects.filter(plan=pk, title=title).count() == 1
