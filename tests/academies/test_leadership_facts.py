"""How long a head has led an academy, and whether anybody does: as evidence, without a name."""

from __future__ import annotations

import datetime
import json
from dataclasses import asdict

import pytest
from django.utils import timezone

from academies.access import Person, Role
from academies.facts.leadership import full_years, leadership_facts, led_since
from academies.models import Academy, Membership
from academies.providers import Fact
from accounts.models import User
from tests import factories as make
from tests.cast import Cast

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2025, 11, 20)
D = datetime.date


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: TODAY)


@pytest.fixture
def led(cast: Cast) -> Academy:
    """A third academy of the trust, which nobody leads yet."""
    return make.AcademyFactory(trust=cast.trust)


def head(academy: Academy, starts: datetime.date, ends: datetime.date | None = None, user: User | None = None) -> User:
    who = {"user": user} if user else {}
    made: User = make.MembershipFactory(academy=academy, role=Role.HEADTEACHER, starts=starts, ends=ends, **who).user
    return made


def told(user: User, cast: Cast, academy: Academy) -> dict[str, Fact]:
    here = list(Membership.objects.current(TODAY).filter(user=user).select_related("trust", "academy"))
    return {fact.kind: fact for fact in leadership_facts(user, Person(here, cast.trust), [academy])}


@pytest.mark.parametrize(
    ("starts", "years", "figure"),
    [
        (D(2020, 9, 1), 5, "5 years"),
        (D(2024, 11, 20), 1, "1 year"),
        (D(2024, 11, 21), 0, "Less than a year"),
        (D(2025, 11, 20), 0, "Less than a year"),
    ],
)
def test_full_years_of_the_head_of_today(cast, led, starts, years, figure):
    head(led, starts)
    found = told(cast.trust_leader, cast, led)
    assert (found["leadership.head"].value, found["leadership.head"].figure) == (years, figure)
    assert (found["leadership.vacant"].value, found["leadership.vacant"].figure) == (2, "Led")


def test_a_vacancy_is_a_fact_and_the_years_are_none(cast, led):
    head(led, D(2018, 9, 1), D(2025, 8, 31))
    found = told(cast.trust_leader, cast, led)
    assert (found["leadership.vacant"].value, found["leadership.vacant"].figure) == (1, "Nobody leads it")
    assert found["leadership.head"].value is None
    assert found["leadership.head"].why_none == "Nobody holds the role of headteacher."


def test_somebody_who_begins_later_does_not_lead_yet(cast, led):
    head(led, D(2026, 1, 5))
    assert told(cast.trust_leader, cast, led)["leadership.vacant"].value == 1


def test_a_role_renewed_without_a_break_is_one_lead(cast, led):
    who = head(led, D(2019, 9, 1), D(2022, 8, 31))
    head(led, D(2022, 9, 1), user=who)
    assert told(cast.trust_leader, cast, led)["leadership.head"].value == 6


def test_a_break_begins_it_anew(cast, led):
    who = head(led, D(2015, 9, 1), D(2022, 8, 31))
    head(led, D(2023, 9, 1), user=who)
    assert told(cast.trust_leader, cast, led)["leadership.head"].value == 2


def test_of_two_heads_the_longer_counts(cast, led):
    head(led, D(2024, 9, 1))
    head(led, D(2021, 9, 1))
    assert told(cast.trust_leader, cast, led)["leadership.head"].value == 4


def test_somebody_whose_account_was_closed_does_not_lead(cast, led):
    who = head(led, D(2021, 9, 1))
    who.is_active = False
    who.save()
    assert told(cast.trust_leader, cast, led)["leadership.vacant"].value == 1


def test_a_governor_is_told_and_reads_no_name(cast):
    found = told(cast.governor, cast, cast.own)
    assert found["leadership.vacant"].value == 2
    assert cast.headteacher.full_name not in json.dumps([asdict(fact) for fact in found.values()], default=str)
    assert told(cast.governor, cast, cast.sibling) == {}


def test_years_turn_on_the_day_itself():
    assert full_years(D(2020, 2, 29), D(2021, 2, 28)) == 0
    assert full_years(D(2020, 2, 29), D(2021, 3, 1)) == 1
    assert led_since([], TODAY) is None


def test_two_hundred_academies_cost_one_query(cast, django_assert_num_queries):
    here = list(Membership.objects.current(TODAY).filter(user=cast.trust_leader).select_related("trust", "academy"))
    person = Person(here, cast.trust)
    for how_many in (2, 198):
        for academy in make.AcademyFactory.create_batch(how_many, trust=cast.trust):
            head(academy, D(2020, 9, 1))
        academies = list(Academy.objects.filter(trust=cast.trust))
        with django_assert_num_queries(1):
            facts = list(leadership_facts(cast.trust_leader, person, academies))
        assert len(facts) == 2 * len(academies)
