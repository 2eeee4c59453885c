"""What the database itself refuses of an agreement, however it is written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError, InternalError
from django.utils import timezone

from academies.models import Deployment, ReleasedDays
from academies.models.deployment import TERMS
from tests import factories as make
from tests.factories.deployment import days_ahead

pytestmark = pytest.mark.django_db


def updated(deployment: Deployment, **changes) -> None:
    """Past the services and the model's own checks."""
    with transaction.atomic():
        Deployment.objects.filter(pk=deployment.pk).update(**changes)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"ends": days_ahead(-31)}, "deployment_ends_after_it_starts"),
        ({"days_pledged": Decimal("0")}, "deployment_pledges_days"),
        ({"days_released": Decimal("8.5")}, "deployment_within_pledge"),
        ({"days_released": Decimal("-1")}, "deployment_within_pledge"),
        ({"status": "agreed"}, "deployment_agreed_is_signed"),
        ({"status": "lent"}, "deployment_status_known"),
        ({"focus_kind": "mood"}, "deployment_focus_kind_known"),
        ({"giver_signed_at": timezone.now()}, "deployment_signatures_whole"),
        ({"status": "declined"}, "deployment_ended_"),
        ({"status": "withdrawn", "ended_reason": "Ill."}, "deployment_ended_by_somebody"),
    ],
)
def test_an_impossible_agreement_is_refused(changes, constraint) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        updated(make.DeploymentFactory(), **changes)


@pytest.mark.parametrize("total", ["0", "2", "3.5", "8"])
def test_nobody_writes_another_total_than_the_log_has(total) -> None:
    line = make.ReleasedDaysFactory(days=Decimal("3"))
    with pytest.raises(IntegrityError, match="sum of the days that were logged"):
        updated(line.deployment, days_released=Decimal(total))
    updated(line.deployment, days_released=Decimal("3"))


def test_no_agreement_begins_with_days_that_nobody_logged() -> None:
    with pytest.raises(IntegrityError, match="sum of the days that were logged"), transaction.atomic():
        make.AgreedFactory(days_released=Decimal("1"))


def test_an_academy_is_not_both_sides() -> None:
    deployment = make.DeploymentFactory()
    with pytest.raises(IntegrityError, match="deployment_between_two"):
        updated(deployment, receiver=deployment.giver)


def test_none_is_closed_without_what_came_of_it() -> None:
    deployment = make.AgreedFactory()
    with pytest.raises(IntegrityError, match="deployment_closed_says_impact"):
        updated(deployment, status="closed", ended_by=deployment.proposed_by, ended_at=timezone.now())


OTHERS = {
    "person": "Another",
    "focus": "Another focus",
    "focus_kind": "area",
    "days_pledged": Decimal("20"),
    "starts": days_ahead(-29),
    "ends": days_ahead(61),
    "intended_impact": "Something else.",
}


@pytest.mark.parametrize("term", [*TERMS])
@pytest.mark.parametrize("half", [True, False], ids=["half signed", "agreed"])
def test_no_term_changes_under_a_signature(term, half) -> None:
    deployment = make.AgreedFactory()
    if half:
        updated(deployment, status="proposed", receiver_signed_by=None, receiver_signed_at=None)
    other = OTHERS.get(term)
    if term in ("giver", "receiver"):
        other = make.AcademyFactory(trust=deployment.giver.trust)
    if term == "area":
        other = make.SupportAreaFactory(trust=deployment.giver.trust)
    with pytest.raises(InternalError, match="Cannot update"):
        updated(deployment, **{term: other})


def test_terms_change_where_both_signatures_fall_in_the_same_breath() -> None:
    deployment = make.AgreedFactory()
    nobody = {f"{side}_signed_{what}": None for side in ("giver", "receiver") for what in ("by", "at")}
    updated(deployment, focus="Another", status="proposed", **nobody)
    deployment.refresh_from_db()
    assert deployment.focus == "Another"


@pytest.mark.parametrize("change", [{"status": "proposed"}, {"ended_reason": "Because."}, {"focus": "Another"}])
def test_what_has_ended_stands(change) -> None:
    who = make.UserFactory()
    deployment = make.DeploymentFactory(
        status="declined", ended_reason="Not now.", ended_by=who, ended_at=timezone.now()
    )
    with pytest.raises(DatabaseError):
        updated(deployment, **change)


def test_nothing_is_deleted() -> None:
    line = make.ReleasedDaysFactory()
    for table in ("academies_releaseddays", "academies_deployment"):
        with pytest.raises(InternalError, match="Cannot delete"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")
    assert ReleasedDays.objects.filter(pk=line.pk).exists()


def test_the_total_is_summed_whoever_writes() -> None:
    deployment = make.AgreedFactory()
    who = deployment.proposed_by
    ReleasedDays.objects.bulk_create(
        ReleasedDays(deployment=deployment, on=days_ahead(-n), days=Decimal("1.5"), recorded_by=who) for n in (1, 2, 3)
    )
    deployment.refresh_from_db()
    assert deployment.days_released == Decimal("4.5")
    first = deployment.releases.first()
    assert first
    ReleasedDays.objects.filter(pk=first.pk).update(
        struck_at=timezone.now(), struck_by=who, struck_reason="Not worked."
    )
    deployment.refresh_from_db()
    assert deployment.days_released == Decimal("3")


def test_more_days_than_pledged_are_refused_to_raw_sql_too() -> None:
    deployment = make.AgreedFactory(days_pledged=Decimal("2"))
    statement = (
        "INSERT INTO academies_releaseddays (deployment_id, on_day, days, note, recorded_by_id, recorded_at,"
        " struck_reason) VALUES (%s, %s, 2.5, '', %s, now(), '')"
    )
    refused = pytest.raises(IntegrityError, match="deployment_within_pledge")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [deployment.pk, days_ahead(-1), deployment.proposed_by_id])
    assert not deployment.releases.exists()


@pytest.mark.parametrize("change", [{"days": Decimal("2")}, {"on": days_ahead(-2)}, {"note": "Another"}])
def test_a_line_of_the_log_says_what_it_said(change) -> None:
    line = make.ReleasedDaysFactory()
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        ReleasedDays.objects.filter(pk=line.pk).update(**change)


def test_a_line_is_not_struck_without_reason_and_person() -> None:
    line = make.ReleasedDaysFactory()
    with pytest.raises(IntegrityError, match="release_struck_has_reason"), transaction.atomic():
        ReleasedDays.objects.filter(pk=line.pk).update(struck_at=timezone.now())


def test_both_keep_their_history() -> None:
    line = make.ReleasedDaysFactory()
    model = apps.get_model("academies", "DeploymentEvent")
    kept = model._default_manager.filter(pgh_obj_id=line.deployment_id)
    assert list(kept.order_by("pgh_id").values_list("pgh_label", "days_released")) == [
        ("insert", Decimal("0")),
        ("update", Decimal("1")),
    ]
