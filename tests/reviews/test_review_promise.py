"""A published review keeps the promise that it was planned for: the visit is booked as delivered, once."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from academies.models import SupportDelivery, SupportPromise
from academies.models.support import SupportKind
from academies.services.support import call_off, deliver_by_review, record_delivery, strike_delivery
from reviews.models import Review
from reviews.models.review import MemberRole
from reviews.services.review import take_step
from tests import factories as make
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def promise(cast: Cast) -> SupportPromise:
    found: SupportPromise = make.PromiseFactory(academy=cast.own)
    return found


@pytest.fixture
def review(cast: Cast, promise: SupportPromise) -> Review:
    """With the head, whose reply is answered; led by the other academy's head."""
    ended = timezone.localdate() - datetime.timedelta(days=20)
    found: Review = make.ReviewFactory(
        academy=cast.own, promise=promise, state="shared", moderated="agreed", starts=ended, ends=ended,
        reply_by=timezone.localdate(), reply="All right.", replied_by=cast.headteacher, replied_at=timezone.now(),
        reply_answer="Thank you.", summary="Most read daily.", title="Autumn visit",
    )  # fmt: skip
    make.ReviewMemberFactory(review=found, person=cast.sibling_head, role=MemberRole.LEAD)
    return found


def standing(promise: SupportPromise) -> list[SupportDelivery]:
    return list(promise.deliveries.filter(struck_at__isnull=True))


@pytest.mark.parametrize("who", ["sibling_head", "trust_leader"])
def test_publishing_books_the_visit_whoever_publishes(cast: Cast, review: Review, promise: SupportPromise, who: str):
    take_step(by=getattr(cast, who), review=review, step="publish")
    (booked,) = standing(promise)
    assert (booked.on, booked.amount, booked.led_by) == (review.ends, Decimal(1), cast.sibling_head)
    assert booked.recorded_by == getattr(cast, who)
    assert booked.note.startswith("The review “Autumn visit”, published on ")


def test_the_review_says_so_and_the_page_that_publishes_says_it_before(cast, client_of, review, promise):
    client = client_of(cast.sibling_head)
    step = reverse("reviews:review_step", args=[review.pk, "publish"])
    assert "quality-assurance visit that was promised is booked as delivered" in client.get(step).content.decode()
    take_step(by=cast.sibling_head, review=review, step="publish")
    page = client.get(reverse("reviews:review_show", args=[review.pk])).content.decode()
    assert "Booked as delivered on" in page


def test_what_was_booked_by_hand_stands_alone(cast: Cast, client_of, review: Review, promise: SupportPromise):
    by_hand = record_delivery(by=cast.trust_leader, promise=promise, on=timezone.localdate())
    page = client_of(cast.sibling_head).get(reverse("reviews:review_step", args=[review.pk, "publish"]))
    assert "booked as delivered" not in page.content.decode()
    take_step(by=cast.sibling_head, review=review, step="publish")
    assert standing(promise) == [by_hand]


def test_what_was_struck_out_is_booked_anew(cast: Cast, review: Review, promise: SupportPromise):
    wrong = record_delivery(by=cast.trust_leader, promise=promise, on=timezone.localdate())
    strike_delivery(by=cast.trust_leader, delivery=wrong, reason="Another academy.")
    take_step(by=cast.sibling_head, review=review, step="publish")
    assert len(standing(promise)) == 1


def test_a_promise_that_was_called_off_stays_so(cast: Cast, review: Review, promise: SupportPromise):
    call_off(by=cast.trust_leader, promise=promise, reason="No longer needed.")
    take_step(by=cast.sibling_head, review=review, step="publish")
    assert standing(promise) == []


def test_twice_is_once_and_days_are_not_booked_by_a_review(cast: Cast, promise: SupportPromise):
    days = make.PromiseFactory(academy=cast.own, kind=SupportKind.LEADER_DAYS, amount=3)
    told: dict[str, Any] = {"by": cast.sibling_head, "on": timezone.localdate(), "lead": None, "note": "The review."}
    assert deliver_by_review(promise=promise, **told)
    assert not deliver_by_review(promise=promise, **told)
    assert not deliver_by_review(promise=days, **told)


def test_a_day_still_to_come_and_a_lead_from_elsewhere_are_not_written_down(cast: Cast, promise: SupportPromise):
    later = timezone.localdate() + datetime.timedelta(days=9)
    deliver_by_review(by=cast.trust_leader, promise=promise, on=later, lead=cast.outsider, note="The review.")
    (booked,) = standing(promise)
    assert (booked.on, booked.led_by) == (timezone.localdate(), None)


def test_a_review_without_a_promise_books_nothing(cast: Cast, review: Review):
    Review.objects.filter(pk=review.pk).update(promise=None)
    take_step(by=cast.sibling_head, review=review, step="publish")
    assert not SupportDelivery.objects.exists()
