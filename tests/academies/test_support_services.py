"""Granting, closing, planning, recording, taking back: who may, what is refused, and that nothing is lost."""

import datetime
from collections import Counter
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from academies.models import SupportDelivery, SupportPromise
from academies.models.decision import DecisionStatus
from academies.models.support import SupportKind
from academies.services.support import (
    call_off,
    close_entitlement,
    grant_entitlement,
    plan_promise,
    promise_more,
    record_delivery,
    strike_delivery,
)
from tests import factories as make
from tests.academies.support_rows import DAY, decided, first_day, last_day, set_terms, this_year

pytestmark = pytest.mark.django_db


def today() -> datetime.date:
    return timezone.localdate()


def said(error: pytest.ExceptionInfo[ValidationError]) -> str:
    return " ".join(error.value.messages)


def delivered_of(promise: SupportPromise) -> Decimal:
    amount: Decimal = SupportPromise.objects.with_delivered().get(pk=promise.pk).delivered  # type: ignore[attr-defined]
    return amount


@pytest.fixture
def visit(cast):
    return make.PromiseFactory(academy=cast.own, due=today() + 10 * DAY)


@pytest.fixture
def days(cast):
    return make.PromiseFactory(academy=cast.own, kind=SupportKind.LEADER_DAYS, amount=3, due=today() + 10 * DAY)


# Granting and closing


def test_a_confirmed_decision_grants_its_tiers_year(cast):
    terms = set_terms(cast.own)
    promises = grant_entitlement(decision=decided(cast), by=cast.second_leader)
    counts = Counter(promise.kind for promise in promises)
    assert counts["visit"] == 3
    assert counts["full_day_review"] == 1
    assert counts["partnership"] == 6
    assert counts["category_review"] == 3
    assert sum(p.amount for p in promises if p.kind == "leader_days") == 10
    assert sum(p.amount for p in promises if p.kind == "coaching_days") == 8
    days = {promise.due for promise in promises if promise.kind == "leader_days"}
    assert len(days) == 3
    assert all(any(term.starts <= promise.due <= term.ends for term in terms) for promise in promises)
    assert {promise.made_by for promise in promises} == {cast.second_leader}


def test_what_the_second_person_confirmed_is_granted(cast):
    decision = decided(cast, word="Sustain")
    changed = decided(
        cast, academy=cast.sibling, word="Sustain", moderation_reason="More is needed.",
        moderated_tier=decision.scheme.tiers.get(word="Stabilise"),
    )  # fmt: skip
    promises = grant_entitlement(decision=changed, by=cast.second_leader)
    assert sum(promise.kind == "visit" for promise in promises) == 4


def test_granting_twice_grants_once(cast):
    decision = decided(cast)
    first = grant_entitlement(decision=decision, by=cast.second_leader)
    again = grant_entitlement(decision=decision, by=cast.second_leader)
    assert {p.pk for p in first} == {p.pk for p in again}
    assert SupportPromise.objects.count() == len(first)


def test_a_decision_on_its_way_grants_nothing(cast):
    decision = decided(cast, status=DecisionStatus.AWAITING)
    with pytest.raises(ValidationError, match="second person has confirmed"):
        grant_entitlement(decision=decision, by=cast.second_leader)
    assert not SupportPromise.objects.exists()


@pytest.mark.parametrize("who", ["headteacher", "governor", "foreign_leader", "administrator"])
def test_only_who_decides_grants_and_closes(cast, who):
    decision, person = decided(cast), getattr(cast, who)
    with pytest.raises(PermissionDenied):
        grant_entitlement(decision=decision, by=person)
    with pytest.raises(PermissionDenied):
        close_entitlement(decision=decision, by=person, last_day=today())


def test_a_subject_is_granted_days_and_reviews_and_no_visits(cast):
    area = make.SupportAreaFactory(trust=cast.trust, name="Mathematics")
    promises = grant_entitlement(decision=decided(cast, area=area), by=cast.second_leader)
    assert {p.kind for p in promises} == {"leader_days", "coaching_days", "category_review"}
    assert {p.focus for p in promises} == {"Mathematics"}


def test_a_later_decision_closes_what_is_left_and_says_which(cast):
    set_terms(cast.own)
    turn = datetime.date(this_year() + 1, 1, 4)
    earlier = decided(cast)
    first = grant_entitlement(decision=earlier, by=cast.second_leader)
    earlier.ends = turn - DAY
    earlier.save(update_fields=["ends"])
    in_december = datetime.datetime(this_year(), 12, 10, tzinfo=datetime.UTC)
    later = decided(cast, word="Stabilise", starts=turn, decided_at=in_december)
    granted = grant_entitlement(decision=later, by=cast.second_leader)
    closed = close_entitlement(decision=earlier, by=cast.second_leader, last_day=turn - DAY)
    assert {p.pk for p in closed} == {p.pk for p in first if p.due >= turn}
    assert (
        closed[0].called_off_reason == f"The decision “Stabilise”, from 4 January {this_year() + 1}, takes its place."
    )
    assert {p.called_off_by for p in closed} == {cast.second_leader}
    # Four visits a year, of which the autumn had one: two terms owe three at most.
    assert sum(p.kind == "visit" for p in granted) == 3
    standing = SupportPromise.objects.standing().filter(kind="full_day_review")
    assert standing.count() == 1


def test_closing_keeps_what_is_delivered_and_the_days_that_were(cast):
    decision = decided(cast, starts=today(), ends=today() + 364 * DAY)
    promises = grant_entitlement(decision=decision, by=cast.second_leader)
    ahead = [p for p in promises if p.due > today()]
    visit = next(p for p in ahead if p.kind == "visit")
    days = max((p for p in ahead if p.kind == "leader_days"), key=lambda p: p.amount)
    record_delivery(by=cast.trust_leader, promise=visit, on=today())
    record_delivery(by=cast.trust_leader, promise=days, on=today(), amount=Decimal("0.5"))
    closed = close_entitlement(decision=decision, by=cast.second_leader, last_day=today())
    assert visit.pk not in {p.pk for p in closed}
    assert days.pk in {p.pk for p in closed}
    assert delivered_of(days) == Decimal("0.5")
    assert closed[0].called_off_reason.startswith("The category it came from ended on")


def test_the_next_decision_is_the_review_that_the_one_before_owed(cast):
    earlier = decided(cast, starts=first_day(this_year() - 1), ends=last_day(this_year() - 1))
    owed = [p for p in grant_entitlement(decision=earlier, by=cast.second_leader) if p.kind == "category_review"]
    grant_entitlement(decision=decided(cast), by=cast.second_leader)
    delivered = SupportDelivery.objects.get()
    nearest = min(owed, key=lambda p: abs(p.due - today()))
    assert delivered.promise == nearest
    assert delivered.on == today()


# Planning


def test_a_leader_plans_a_day_a_person_and_a_focus(cast, visit):
    day = today() + 5 * DAY
    plan_promise(by=cast.trust_leader, promise=visit, planned_on=day, lead=cast.second_leader, focus=" Reading ")
    visit.refresh_from_db()
    assert (visit.planned_on, visit.lead, visit.focus) == (day, cast.second_leader, "Reading")
    plan_promise(by=cast.trust_leader, promise=visit, planned_on=None, lead=None)
    visit.refresh_from_db()
    assert visit.planned_on is None


@pytest.mark.parametrize("who", ["headteacher", "governor", "foreign_leader", "data_lead"])
def test_nobody_else_plans_records_or_calls_off(cast, visit, who):
    person = getattr(cast, who)
    with pytest.raises(PermissionDenied):
        plan_promise(by=person, promise=visit, planned_on=None, lead=None)
    with pytest.raises(PermissionDenied):
        record_delivery(by=person, promise=visit, on=today())
    with pytest.raises(PermissionDenied):
        call_off(by=person, promise=visit, reason="No.")
    with pytest.raises(PermissionDenied):
        promise_more(by=person, academy=cast.own, kind=SupportKind.VISIT, due=today(), reason="Why not.")
    with pytest.raises(PermissionDenied):
        strike_delivery(by=person, delivery=make.DeliveryFactory(promise=visit), reason="No.")


def test_a_plan_is_refused_with_what_to_do(cast, visit):
    with pytest.raises(ValidationError, match="That day has passed"):
        plan_promise(by=cast.trust_leader, promise=visit, planned_on=today() - DAY, lead=None)
    with pytest.raises(ValidationError, match="holds no role in Kestrelholt"):
        plan_promise(by=cast.trust_leader, promise=visit, planned_on=None, lead=cast.outsider)
    ahead = decided(cast, starts=today() + 30 * DAY, ends=today() + 60 * DAY)
    of_decision = make.PromiseFactory(academy=cast.own, decision=ahead, reason="", due=today() + 60 * DAY)
    with pytest.raises(ValidationError, match="holds from"):
        plan_promise(by=cast.trust_leader, promise=of_decision, planned_on=today() + DAY, lead=None)


def test_the_focus_of_a_plan_whose_day_passed_can_still_be_put_right(cast, visit):
    SupportPromise.objects.filter(pk=visit.pk).update(planned_on=today() - DAY)
    plan_promise(by=cast.trust_leader, promise=visit, planned_on=today() - DAY, lead=None, focus="Writing")
    visit.refresh_from_db()
    assert visit.focus == "Writing"


def test_what_is_delivered_or_called_off_is_planned_no_more(cast, visit, days):
    record_delivery(by=cast.trust_leader, promise=visit, on=today())
    with pytest.raises(ValidationError, match="This is delivered"):
        plan_promise(by=cast.trust_leader, promise=visit, planned_on=today(), lead=None)
    call_off(by=cast.trust_leader, promise=days, reason="The school asked for it.")
    with pytest.raises(ValidationError, match="called off already"):
        plan_promise(by=cast.trust_leader, promise=days, planned_on=today(), lead=None)


# Recording and taking back


def test_a_visit_is_delivered_once_and_counts_one(cast, visit):
    record_delivery(by=cast.trust_leader, promise=visit, on=today(), led_by=cast.second_leader, note=" Agreed. ")
    delivery = visit.deliveries.get()
    assert (delivery.amount, delivery.led_by, delivery.note) == (1, cast.second_leader, "Agreed.")
    with pytest.raises(ValidationError) as error:
        record_delivery(by=cast.second_leader, promise=visit, on=today())
    assert "Imogen Thackerwell has recorded this already" in said(error)


def test_days_add_up_in_halves_and_may_be_more_than_promised(cast, days):
    for amount in ("0.5", "2", "1.5"):
        record_delivery(by=cast.trust_leader, promise=days, on=today(), amount=Decimal(amount))
    assert delivered_of(days) == 4
    for amount in ("0.3", "0", "-1"):
        with pytest.raises(ValidationError):
            record_delivery(by=cast.trust_leader, promise=days, on=today(), amount=Decimal(amount))


def test_a_visit_does_not_count_two(cast, visit):
    with pytest.raises(ValidationError, match="count as one"):
        record_delivery(by=cast.trust_leader, promise=visit, on=today(), amount=Decimal(2))


def test_a_delivery_lies_neither_ahead_nor_before_the_decision(cast, visit):
    with pytest.raises(ValidationError, match="still to come"):
        record_delivery(by=cast.trust_leader, promise=visit, on=today() + DAY)
    decision = decided(cast, starts=today() - 5 * DAY, ends=today() + 60 * DAY)
    owed = make.PromiseFactory(academy=cast.own, decision=decision, reason="")
    with pytest.raises(ValidationError, match="holds from"):
        record_delivery(by=cast.trust_leader, promise=owed, on=today() - 6 * DAY)
    assert record_delivery(by=cast.trust_leader, promise=owed, on=today() - 5 * DAY)
    with pytest.raises(ValidationError, match="Check the year"):
        record_delivery(by=cast.trust_leader, promise=visit, on=today() - 400 * DAY)


def test_who_did_not_see_the_last_record_is_told_of_it(cast, days):
    record_delivery(by=cast.trust_leader, promise=days, on=today(), amount=Decimal(1), known=0)
    with pytest.raises(ValidationError, match="Meanwhile this was recorded: 1 on"):
        record_delivery(by=cast.second_leader, promise=days, on=today(), amount=Decimal(1), known=0)
    assert record_delivery(by=cast.second_leader, promise=days, on=today(), amount=Decimal(1), known=1)
    strike_delivery(by=cast.trust_leader, delivery=days.deliveries.first(), reason="Twice.")
    with pytest.raises(ValidationError, match="struck out"):
        record_delivery(by=cast.second_leader, promise=days, on=today(), amount=Decimal(1), known=2)


def test_a_struck_delivery_stays_with_its_reason_and_counts_no_more(cast, visit):
    delivery = record_delivery(by=cast.trust_leader, promise=visit, on=today())
    with pytest.raises(ValidationError, match="Say why"):
        strike_delivery(by=cast.trust_leader, delivery=delivery, reason="  ")
    strike_delivery(by=cast.second_leader, delivery=delivery, reason="It was another academy.")
    delivery.refresh_from_db()
    assert delivery.struck_by == cast.second_leader
    assert delivered_of(visit) == 0
    with pytest.raises(ValidationError, match="struck out already"):
        strike_delivery(by=cast.trust_leader, delivery=delivery, reason="Again.")
    assert record_delivery(by=cast.trust_leader, promise=visit, on=today())


# More, and less


def test_more_than_the_category_owes_needs_a_reason(cast):
    more = {"by": cast.trust_leader, "academy": cast.own, "due": today() + 20 * DAY}
    with pytest.raises(ValidationError, match="Say why"):
        promise_more(kind=SupportKind.VISIT, reason=" ", **more)
    made = promise_more(kind=SupportKind.COACHING_DAYS, amount=Decimal("1.5"), reason="A new head.", **more)
    assert (made.decision, made.amount, made.made_by) == (None, Decimal("1.5"), cast.trust_leader)
    with pytest.raises(ValidationError, match="count as one"):
        promise_more(kind=SupportKind.VISIT, amount=Decimal(2), reason="A new head.", **more)
    with pytest.raises(ValidationError, match="Choose a later one"):
        promise_more(kind=SupportKind.VISIT, reason="Long ago.", **{**more, "due": first_day() - DAY})


def test_a_promise_is_called_off_once_with_a_reason(cast, visit):
    with pytest.raises(ValidationError, match="Say why"):
        call_off(by=cast.trust_leader, promise=visit, reason="")
    call_off(by=cast.trust_leader, promise=visit, reason="The head is ill.")
    visit.refresh_from_db()
    assert visit.called_off_reason == "The head is ill."
    with pytest.raises(ValidationError, match="called off already"):
        call_off(by=cast.trust_leader, promise=visit, reason="Again.")
    with pytest.raises(ValidationError, match="was called off"):
        record_delivery(by=cast.trust_leader, promise=visit, on=today())


def test_what_is_delivered_is_not_called_off(cast, visit):
    record_delivery(by=cast.trust_leader, promise=visit, on=today())
    with pytest.raises(ValidationError, match="This is delivered"):
        call_off(by=cast.trust_leader, promise=visit, reason="No.")
