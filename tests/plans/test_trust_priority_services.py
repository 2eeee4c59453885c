"""The trust's own priorities: who sets them, their years, their order; and their page."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from celt.lib.terms import year_on
from plans.models import TrustPriority
from plans.services.trust_priority import add_trust_priority, change_trust_priority, move_trust_priority
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def year() -> int:
    return year_on(timezone.localdate())


@pytest.mark.parametrize("who", ["headteacher", "trustee", "governor", "administrator", "foreign_leader"])
def test_only_the_trusts_leaders_set_them(cast, who):
    by = getattr(cast, who)
    with pytest.raises(PermissionDenied):
        add_trust_priority(by=by, trust=cast.trust, title="Reading", from_year=2026)
    priority = make.TrustPriorityFactory(trust=cast.trust)
    with pytest.raises(PermissionDenied):
        change_trust_priority(by=by, priority=priority, title="Mine", from_year=2026)
    with pytest.raises(PermissionDenied):
        move_trust_priority(by=by, priority=priority, up=True)


def test_one_is_set_changed_and_ended(cast):
    made = add_trust_priority(by=cast.trust_leader, trust=cast.trust, title=" Reading  everywhere", from_year=2026)
    assert made.title == "Reading everywhere"
    ended = change_trust_priority(
        by=cast.trust_leader, priority=made, title="Reading everywhere", from_year=2026, until_year=2027
    )
    assert ended.until_year == 2027
    assert list(TrustPriority.objects.in_year(2027)) == [made]
    assert not TrustPriority.objects.in_year(2028).exists()


def test_it_cannot_end_before_it_begins_nor_say_the_same_twice(cast):
    with pytest.raises(ValidationError, match="It would end before it begins, in 2026/27"):
        add_trust_priority(by=cast.trust_leader, trust=cast.trust, title="Reading", from_year=2026, until_year=2025)
    make.TrustPriorityFactory(trust=cast.trust, title="Reading", from_year=2024, until_year=2025)
    add_trust_priority(by=cast.trust_leader, trust=cast.trust, title="Reading", from_year=2026)
    with pytest.raises(ValidationError, match="same years"):
        add_trust_priority(by=cast.trust_leader, trust=cast.trust, title="READING", from_year=2027)
    with pytest.raises(ValidationError, match="pillars"):
        add_trust_priority(by=cast.trust_leader, trust=cast.trust, title="Maths", from_year=2026, pillar="no-such")


def test_twelve_run_in_one_year_at_most(cast):
    for _ in range(12):
        make.TrustPriorityFactory(trust=cast.trust, from_year=2026)
    with pytest.raises(ValidationError, match="End one first"):
        add_trust_priority(by=cast.trust_leader, trust=cast.trust, title="One more", from_year=2026)


def test_they_are_put_in_order(cast):
    first, second, third = (make.TrustPriorityFactory(trust=cast.trust) for _ in range(3))
    move_trust_priority(by=cast.trust_leader, priority=third, up=True)
    move_trust_priority(by=cast.trust_leader, priority=first, up=True)
    assert list(TrustPriority.objects.filter(trust=cast.trust)) == [first, third, second]


def test_the_database_keeps_them_whoever_asks(cast):
    priority = make.TrustPriorityFactory(trust=cast.trust, from_year=2026)
    with pytest.raises(IntegrityError), transaction.atomic():
        TrustPriority.objects.filter(pk=priority.pk).update(until_year=2025)
    with pytest.raises(InternalError), transaction.atomic():
        TrustPriority.objects.filter(pk=priority.pk).delete()


def test_the_page_says_which_nobody_serves_and_offers_to_change_it(cast, client_of, year):
    served = make.TrustPriorityFactory(trust=cast.trust, title="Reading", from_year=year)
    make.TrustPriorityFactory(trust=cast.trust, title="Attendance", from_year=year)
    make.TrustPriorityFactory(trust=cast.trust, title="Recovery", from_year=year - 3, until_year=year - 1)
    make.PriorityFactory(plan=make.PlanFactory(academy=cast.own), trust_priority=served)
    page = client_of(cast.trust_leader).get("/plans/trust-priorities/").content.decode()
    assert "The trust works on two priorities this year; no plan serves “Attendance” yet" in page
    assert "served by 1 plan" in page
    assert "Change or end it" in page
    head = client_of(cast.headteacher).get("/plans/trust-priorities/?state=ended").content.decode()
    assert "Recovery" in head
    assert "Change or end it" not in head
    assert ">Reading<" not in head


def test_two_who_change_one_see_both_versions(cast, client_of, year):
    priority = make.TrustPriorityFactory(trust=cast.trust, title="Reading", from_year=year)
    leader = client_of(cast.trust_leader)
    url = f"/plans/trust-priorities/{priority.pk}/"
    seen = leader.get(url).context["form"]["seen"].value()
    change_trust_priority(by=cast.second_leader, priority=priority, title="Reading aloud", from_year=year)
    sent = {"title": "Reading daily", "about": "", "pillar": "", "from_year": year, "until_year": "", "seen": seen}
    page = leader.post(url, sent).content.decode()
    assert "Somebody else changed this while you wrote" in page
    assert "Reading aloud" in page
    assert "Reading daily" in page
    priority.refresh_from_db()
    assert priority.title == "Reading aloud"
