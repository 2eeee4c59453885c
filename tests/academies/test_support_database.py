"""The database is the second lock of support: what the services would refuse, written past them, is refused too."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError, InternalError
from django.utils import timezone

from academies.models import SupportDelivery, SupportPromise
from academies.models.support import SupportKind
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(cast):
    return make.PromiseFactory(academy=cast.own)


@pytest.fixture
def days(cast):
    return make.PromiseFactory(academy=cast.own, kind=SupportKind.LEADER_DAYS, amount=3)


def refused(statement: str, *values: int, match: str) -> None:
    with pytest.raises(DatabaseError, match=match), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_neither_a_promise_nor_a_delivery_is_deleted(visit):
    delivery = make.DeliveryFactory(promise=visit)
    refused("DELETE FROM academies_supportdelivery WHERE id = %s", delivery.pk, match="Cannot delete")
    refused("DELETE FROM academies_supportpromise WHERE id = %s", visit.pk, match="Cannot delete")
    with pytest.raises(InternalError), transaction.atomic():
        SupportDelivery.objects.all().delete()
    assert SupportDelivery.objects.filter(pk=delivery.pk).exists()


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'partnership'",
        "amount = 1, kind = 'coaching_days'",
        "due = due + 30",
        "reason = 'Another'",
        "academy_id = {other}",
    ],
)
def test_what_was_promised_does_not_change(cast, visit, change):
    change = change.format(other=cast.sibling.pk)
    refused(f"UPDATE academies_supportpromise SET {change} WHERE id = %s", visit.pk, match="Cannot update")


def test_what_was_called_off_stays_called_off(visit):
    SupportPromise.objects.filter(pk=visit.pk).update(
        called_off_at=timezone.now(), called_off_reason="The head is ill."
    )
    back = "UPDATE academies_supportpromise SET called_off_at = NULL, called_off_reason = '' WHERE id = %s"
    refused(back, visit.pk, match="Cannot update")


@pytest.mark.parametrize("change", ["amount = 2", "on_day = on_day - 1", "promise_id = {other}"])
def test_what_was_delivered_does_not_change(cast, days, change):
    delivery = make.DeliveryFactory(promise=days)
    change = change.format(other=make.PromiseFactory(academy=cast.own).pk)
    refused(f"UPDATE academies_supportdelivery SET {change} WHERE id = %s", delivery.pk, match="Cannot update")


def test_what_was_struck_out_stays_struck_out(cast, visit):
    delivery = make.DeliveryFactory(
        promise=visit, struck_at=timezone.now(), struck_by=cast.trust_leader, struck_reason="Wrong."
    )
    back = (
        "UPDATE academies_supportdelivery SET struck_at = NULL, struck_by_id = NULL, struck_reason = '' WHERE id = %s"
    )
    refused(back, delivery.pk, match="Cannot update")


def made(cast, **fields) -> SupportPromise:
    return SupportPromise(academy=cast.own, due=datetime.date(2030, 1, 1), **{"reason": "Why.", **fields})


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"kind": "visit", "amount": 2}, "promise_amount_fits_kind"),
        ({"kind": "leader_days", "amount": 0}, "promise_amount_fits_kind"),
        ({"kind": "leader_days", "amount": Decimal("1.3")}, "promise_in_halves"),
        ({"kind": "party"}, "promise_kind_known|promise_amount_fits_kind"),
        ({"kind": "visit", "reason": ""}, "promise_beyond_category_has_reason"),
        ({"kind": "visit", "called_off_reason": "Why."}, "promise_called_off_has_reason"),
    ],
)
def test_days_fit_their_kind_and_reasons_are_given(cast, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        SupportPromise.objects.bulk_create([made(cast, **fields)])


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"amount": 0}, "delivery_amount_above_nothing"),
        ({"amount": Decimal("0.7")}, "delivery_in_halves"),
        ({"struck_at": timezone.now()}, "delivery_struck_has_reason"),
        ({"struck_reason": "Wrong."}, "delivery_struck_has_reason"),
    ],
)
def test_a_delivery_is_in_halves_and_struck_with_a_reason(cast, days, fields, constraint):
    row = SupportDelivery(promise=days, on=datetime.date(2026, 9, 9), recorded_by=cast.trust_leader, **fields)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        SupportDelivery.objects.bulk_create([row])


def test_a_visit_is_delivered_once_and_counts_one_whoever_writes(cast, visit, days):
    row = {"on": datetime.date(2026, 9, 9), "recorded_by": cast.trust_leader}
    with pytest.raises(IntegrityError, match="count as one"), transaction.atomic():
        SupportDelivery.objects.bulk_create([SupportDelivery(promise=visit, amount=2, **row)])
    with pytest.raises(IntegrityError, match="delivered already"), transaction.atomic():
        SupportDelivery.objects.bulk_create([SupportDelivery(promise=visit, **row) for _ in range(2)])
    SupportDelivery.objects.bulk_create([SupportDelivery(promise=days, **row) for _ in range(2)])
    SupportDelivery.objects.bulk_create([SupportDelivery(promise=visit, **row)])
    assert SupportDelivery.objects.count() == 3


def test_the_history_keeps_the_plan_before(cast, visit):
    SupportPromise.objects.filter(pk=visit.pk).update(planned_on=datetime.date(2030, 1, 1), focus="Reading")
    events: Any = SupportPromise._meta.get_field("events").related_model
    kept = events.objects.filter(pgh_obj_id=visit.pk)
    assert list(kept.order_by("pgh_id").values_list("focus", flat=True)) == ["", "Reading"]
