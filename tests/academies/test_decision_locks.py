"""The database itself refuses what no decision may be, however it is written: bulk, raw, past every service."""

from __future__ import annotations

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from academies.access import Role
from academies.models import CategoryDecision
from academies.services.decisions import AWAITING, decide_category, moderate_decision
from accounts.models import User
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)
TABLE = CategoryDecision._meta.db_table


@pytest.fixture
def tiers(cast):
    return {tier.word: tier for tier in make.scheme_in_use(cast.trust).tiers.all()}


def change(decision: CategoryDecision, **columns: Any) -> None:
    """Raw SQL on one row, deferred keys checked at once."""
    assignments = ", ".join(f"{name} = %s" for name in columns)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET {assignments} WHERE id = %s", [*columns.values(), decision.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_confirmed_periods_of_one_academy_and_area_do_not_overlap(cast, tiers):
    first = make.DecisionFactory(academy=cast.own, tier=tiers["Repair"], starts=TODAY, ends=TODAY + 30 * DAY)
    for starts in (TODAY - 30 * DAY, TODAY, TODAY + 30 * DAY):
        with pytest.raises(IntegrityError, match="decision_no_overlap"), transaction.atomic():
            CategoryDecision.objects.bulk_create(
                [
                    make.DecisionFactory.build(
                        academy=cast.own, tier=tiers["Improve"], starts=starts, ends=starts + 30 * DAY,
                        decided_by=cast.trust_leader, moderated_by=cast.second_leader,
                    )
                ]
            )  # fmt: skip
    make.DecisionFactory(academy=cast.own, tier=tiers["Improve"], starts=TODAY + 31 * DAY, ends=TODAY + 60 * DAY)
    area = make.SupportAreaFactory(trust=cast.trust)
    make.DecisionFactory(academy=cast.own, tier=tiers["Improve"], area=area, starts=first.starts, ends=first.ends)
    make.DecisionFactory(academy=cast.sibling, tier=tiers["Improve"], starts=first.starts, ends=first.ends)
    with pytest.raises(IntegrityError, match="decision_no_overlap"), transaction.atomic():
        make.DecisionFactory(academy=cast.own, tier=tiers["Improve"], area=area, starts=TODAY, ends=TODAY)


def test_one_decision_at_most_waits_for_an_academy_and_area(cast, tiers):
    make.awaiting_decision(academy=cast.own, tier=tiers["Repair"])
    with pytest.raises(IntegrityError, match="decision_one_awaiting"), transaction.atomic():
        make.awaiting_decision(academy=cast.own, tier=tiers["Repair"])


def test_the_last_day_comes_forward_and_never_goes_back(cast, tiers):
    """What a later decision closed is not opened again, were it in days that nobody has decided for."""
    decision = make.DecisionFactory(
        academy=cast.own, tier=tiers["Repair"], starts=TODAY - 30 * DAY, ends=TODAY, planned_end=TODAY + 30 * DAY
    )
    with pytest.raises(DatabaseError):
        change(decision, ends=TODAY + DAY)
    change(decision, ends=TODAY - DAY)
    with pytest.raises(DatabaseError):
        change(decision, ends=TODAY)


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"ends": TODAY - 900 * DAY}, "decision_ends_after_it_starts"),
        ({"ends": TODAY + 900 * DAY}, "decision_ends_after_it_starts"),
        ({"moderated_by_id": None, "moderated_at": timezone.now()}, "decision_moderation_whole"),
        ({"status": "confirmed"}, "decision_confirmed_was_moderated"),
        ({"status": "withdrawn"}, "decision_withdrawal_whole"),
        ({"status": "settled"}, "decision_status_known"),
        ({"answer": "perhaps"}, "decision_answer_"),
    ],
)
def test_what_is_half_written_is_refused(columns, constraint, cast, tiers):
    decision = make.awaiting_decision(academy=cast.own, tier=tiers["Repair"])
    with pytest.raises(IntegrityError, match=constraint):
        change(decision, **columns)


def test_who_decided_cannot_be_who_moderates(cast, tiers):
    decision = make.awaiting_decision(academy=cast.own, tier=tiers["Repair"], decided_by=cast.trust_leader)
    tier = tiers["Repair"].pk
    second = {"moderated_at": timezone.now(), "moderated_tier_id": tier, "status": "confirmed"}
    with pytest.raises(IntegrityError, match="decision_moderated_by_another"):
        change(decision, moderated_by_id=cast.trust_leader.pk, **second)
    change(decision, moderated_by_id=cast.second_leader.pk, **second)


def test_another_category_than_decided_needs_its_reason(cast, tiers):
    decision = make.awaiting_decision(academy=cast.own, tier=tiers["Repair"])
    second = {"moderated_by_id": cast.second_leader.pk, "moderated_at": timezone.now(), "status": "confirmed"}
    with pytest.raises(IntegrityError, match="decision_change_has_reason"):
        change(decision, moderated_tier_id=tiers["Improve"].pk, **second)


@pytest.mark.parametrize("column", ["tier_id", "proposed_tier_id", "moderated_tier_id"])
def test_a_tier_of_another_scheme_is_refused(column, cast, tiers):
    foreign = make.scheme_in_use(cast.foreign_trust).tiers.get(word="Repair")
    row = make.DecisionFactory.build(
        academy=cast.own, tier=tiers["Repair"], decided_by=cast.trust_leader, moderated_by=cast.second_leader,
        moderation_reason="So that the key is what refuses.",
    )  # fmt: skip
    setattr(row, column, foreign.pk)
    CategoryDecision.objects.bulk_create([row])
    key = f"decision_{column.removesuffix('_id')}_fk"
    with pytest.raises(IntegrityError, match=key), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("status", ["awaiting", "confirmed"])
@pytest.mark.parametrize(
    "columns",
    [
        {"rationale": "Forged."},
        {"evidence": "{}"},
        {"starts": TODAY - 61 * DAY},
        {"planned_end": TODAY + 500 * DAY},
        {"decided_at": timezone.now() - 900 * DAY},
    ],
    ids=lambda columns: next(iter(columns)),
)
def test_what_was_decided_is_never_changed(columns, status, cast, tiers):
    made = make.DecisionFactory if status == "confirmed" else make.awaiting_decision
    decision = made(academy=cast.own, tier=tiers["Repair"], evidence={"tiers": [], "readings": []})
    with pytest.raises(DatabaseError, match="Cannot update rows"):
        change(decision, **columns)


@pytest.mark.parametrize(
    "columns",
    [{"moderation_reason": "Forged."}, {"status": "awaiting"}, {"moderated_at": timezone.now() - 9 * DAY}],
    ids=lambda columns: next(iter(columns)),
)
def test_what_the_second_person_said_is_never_changed(columns, cast, tiers):
    decision = make.DecisionFactory(academy=cast.own, tier=tiers["Repair"])
    with pytest.raises(DatabaseError, match="Cannot update rows"):
        change(decision, **columns)


def test_a_later_decision_may_bring_the_last_day_forward(cast, tiers):
    decision = make.DecisionFactory(academy=cast.own, tier=tiers["Repair"])
    change(decision, ends=TODAY)
    decision.refresh_from_db()
    assert decision.closed_early


def test_no_decision_is_deleted(cast, tiers):
    made = make.DecisionFactory(academy=cast.own, tier=tiers["Repair"])
    make.awaiting_decision(academy=cast.sibling, tier=tiers["Repair"])
    for ours in (CategoryDecision.objects.filter(pk=made.pk), CategoryDecision.objects.all()):
        with pytest.raises(DatabaseError, match="Cannot delete rows"), transaction.atomic():
            ours._raw_delete(ours.db)
    assert CategoryDecision.objects.count() == 2


def test_a_decision_is_answered_once_it_is_confirmed(cast, tiers):
    decision = make.awaiting_decision(academy=cast.own, tier=tiers["Repair"])
    with pytest.raises(IntegrityError, match="decision_answered_once_confirmed"):
        change(decision, answer="accepts", answered_by_id=cast.headteacher.pk, answered_at=timezone.now())
    confirmed = make.DecisionFactory(academy=cast.sibling, tier=tiers["Repair"])
    with pytest.raises(IntegrityError, match="decision_disagreement_has_reason"):
        change(confirmed, answer="disagrees", answered_by_id=cast.headteacher.pk, answered_at=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_in_the_same_moment_one_waits_and_is_told(cast):
    """Two connections at once: the second finds the first one's decision, whatever the order."""
    tier = make.scheme_in_use(cast.trust).tiers.get(word="Repair")
    together = threading.Barrier(2)

    def decide(by: User) -> str:
        try:
            together.wait(timeout=20)
            decide_category(
                by=by, academy=cast.own, scheme=tier.scheme, tier=tier,
                starts=TODAY, ends=TODAY + 90 * DAY, rationale="At once.",
            )  # fmt: skip
        except ValidationError as error:
            return str(error.code)
        finally:
            connection.close()
        return "decided"

    with ThreadPoolExecutor(2) as pool:
        came_to = sorted(pool.map(decide, (cast.trust_leader, cast.second_leader)))
    assert came_to == [AWAITING, "decided"]
    assert CategoryDecision.objects.awaiting().count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_moderate_in_the_same_moment_one_is_told(cast):
    tier = make.scheme_in_use(cast.trust).tiers.get(word="Repair")
    third = make.MembershipFactory(academy=None, trust=cast.trust, role=Role.TRUST_LEADER).user
    decision = make.awaiting_decision(academy=cast.own, tier=tier, decided_by=cast.trust_leader)
    together = threading.Barrier(2)

    def moderate(by: User) -> str:
        try:
            together.wait(timeout=20)
            moderate_decision(by=by, decision=decision, tier=tier)
        except ValidationError as error:
            return " ".join(error.messages)
        finally:
            connection.close()
        return "confirmed"

    with ThreadPoolExecutor(2) as pool:
        came_to = sorted(pool.map(moderate, (cast.second_leader, third)))
    assert "confirmed this decision meanwhile" in came_to[0]
    assert came_to[1] == "confirmed"
