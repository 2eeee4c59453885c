"""The pages of support: what each says to whom, what it refuses, its files, and what it costs."""

import csv
import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from academies.models import SupportDelivery, SupportPromise
from academies.models.support import SupportKind
from academies.selectors.support import late_promises, next_visits
from academies.services.support import grant_entitlement
from celt.lib.terms import year_on
from tests import factories as make
from tests.academies.support_rows import DAY, decided, first_day, last_day, this_year

pytestmark = pytest.mark.django_db
ACADEMY, TRUST = "/academies/heronwick/support/", "/support/"


def today() -> datetime.date:
    return timezone.localdate()


def text(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def lines(response) -> list[dict[str, str]]:
    return list(csv.DictReader(response.content.decode("utf-8-sig").splitlines()))


@pytest.fixture
def leader(cast, client_of):
    return client_of(cast.trust_leader)


@pytest.fixture
def year_of_support(cast):
    """In this academic year: one visit delivered, one late, one planned; of 3 leader days 1.5 delivered."""
    due = {"academy": cast.own, "due": last_day()}
    done = make.PromiseFactory(**due)
    make.DeliveryFactory(promise=done, on=first_day(), note="Books of Miss Quillmore's class.")
    make.PromiseFactory(academy=cast.own, due=first_day())
    make.PromiseFactory(**due, planned_on=last_day(), lead=cast.second_leader, focus="Reading in Year 4")
    days = make.PromiseFactory(**due, kind=SupportKind.LEADER_DAYS, amount=3)
    make.DeliveryFactory(promise=days, on=first_day(), amount=Decimal("1.5"))
    return days


def test_the_academys_page_answers_in_a_sentence_and_shows_each_state(leader, year_of_support):
    page = text(leader.get(ACADEMY))
    assert "Heronwick is promised three visits and 3 leader days this year" in page
    assert "one visit and 1.5 leader days are delivered" in page
    if today() > first_day():
        assert "one visit is late" in page
        assert "Late since 2 September" in page
    assert "Delivered on 1 September" in page
    assert "Planned for 31 August" in page
    assert "1.5 of 3 days delivered, due by 31 August" in page
    assert "The trust has not set its terms" in page


def test_leaders_get_the_ways_to_plan_and_record_and_heads_do_not(cast, client_of, leader, year_of_support):
    url = f"/support/{year_of_support.pk}/record/"
    assert url in text(leader.get(ACADEMY))
    head = client_of(cast.headteacher)
    page = text(head.get(ACADEMY))
    assert url not in page
    assert "Promise more" not in page
    assert cast.second_leader.full_name in page, "the head sees who comes"
    assert head.get(url).status_code == 403


@pytest.mark.parametrize("who", ["governor", "trustee"])
def test_readers_see_support_and_nobodys_name(cast, client_of, year_of_support, who):
    reader = client_of(getattr(cast, who))
    done = SupportDelivery.objects.exclude(note="").get()
    for url in (ACADEMY, TRUST, f"/support/{done.promise_id}/", f"{ACADEMY}promises.csv", "/support/promises.csv"):
        page = text(reader.get(url))
        assert cast.second_leader.full_name not in page
        assert "Quillmore" not in page
        assert done.recorded_by.full_name not in page
    assert "Reading in Year 4" in text(reader.get(ACADEMY))


def test_the_years_are_chosen_and_keep_what_was(cast, leader):
    make.PromiseFactory(academy=cast.own, due=first_day(2022) + 30 * DAY)
    page = text(leader.get(f"{ACADEMY}?year=2022"))
    assert "Heronwick was promised one visit in 2022/23; nothing was delivered; one visit is late." in page
    assert "is promised no support this year" in text(leader.get(ACADEMY))
    assert text(leader.get(f"{ACADEMY}?year=1850&kind=party&state=%00")), "a made-up filter is left out"


def test_filters_narrow_the_list_and_not_the_sums(leader, year_of_support):
    page = text(leader.get(f"{ACADEMY}?kind=leader_days"))
    assert "three visits" in page
    assert "Reading in Year 4" not in page
    assert "Reading in Year 4" in text(leader.get(f"{ACADEMY}?state=planned"))
    assert "Nothing of that kind stands here" in text(leader.get(f"{ACADEMY}?kind=coaching_days"))


def test_what_was_called_off_is_folded_away_until_it_is_asked_for(cast, leader):
    off = {"called_off_at": timezone.now(), "called_off_reason": "The head is ill."}
    make.PromiseFactory(academy=cast.own, due=last_day(), focus="Writing", **off)
    make.PromiseFactory(academy=cast.own, due=last_day())
    page = text(leader.get(ACADEMY))
    assert "1 called off</summary>" in page
    assert "Heronwick is promised one visit this year" in page
    asked = text(leader.get(f"{ACADEMY}?state=called_off"))
    assert "called off</summary>" not in asked
    assert "Writing" in asked


def test_the_academys_file_has_every_promise(leader, year_of_support):
    rows = lines(leader.get(f"{ACADEMY}promises.csv"))
    assert len(rows) == 4
    days = next(row for row in rows if row["Kind"] == "Leader days")
    assert (days["Promised"], days["Delivered"], days["Beyond the category"]) == ("3", "1.5", "Yes")
    assert [row["Kind"] for row in lines(leader.get(f"{ACADEMY}promises.csv?kind=visit"))] == [
        "Quality-assurance visit"
    ] * 3


def test_an_empty_page_says_what_will_stand_there(leader):
    assert "They are promised when a category decision is confirmed" in text(leader.get(ACADEMY))
    assert "It is promised when a category decision is confirmed" in text(leader.get(TRUST))


# The trust


def test_the_trusts_page_counts_each_academy_and_puts_late_ones_first(cast, leader, year_of_support):
    make.PromiseFactory(academy=cast.sibling, due=last_day())
    make.PromiseFactory(academy=cast.foreign, due=last_day(), focus="Elsewhere")
    page = text(leader.get(TRUST))
    assert "The 2 academies are promised four visits and 3 leader days this year" in page
    assert "Elsewhere" not in page
    rows = lines(leader.get("/support/academies.csv"))
    own = next(row for row in rows if row["Academy"] == cast.own.name)
    assert (own["Visits promised"], own["Visits delivered"]) == ("3", "1")
    assert own["Leader days delivered"] == "1.5"
    states = [row["State"] for row in lines(leader.get("/support/promises.csv"))]
    if today() > first_day():
        assert states[0].startswith("Late since")
        assert own["Late"] == "1"
    assert states[-1].startswith("Delivered")


def test_the_trusts_page_narrows_by_category_kind_state_and_year(cast, leader, year_of_support):
    decided(cast, academy=cast.sibling, word="Sustain")
    decided(cast, academy=cast.own, word="Repair")
    make.PromiseFactory(academy=cast.sibling, due=last_day(), kind=SupportKind.PARTNERSHIP)

    def academies(query: str) -> set[str]:
        return {row["Academy"] for row in lines(leader.get(f"/support/academies.csv?{query}"))}

    assert academies("") == {cast.own.name, cast.sibling.name}
    assert academies("category=Repair") == {cast.own.name}
    assert academies("category=Made+up") == {cast.own.name, cast.sibling.name}
    assert academies("state=planned") == {cast.own.name}
    assert academies("kind=partnership&state=due") == {cast.sibling.name}
    assert "is promised two visits" not in text(leader.get(f"{TRUST}?year={this_year() - 1}"))
    page = text(leader.get(f"{TRUST}?kind=visit&by-sort=-visit&sort=-due"))
    assert "Leader days</dt>" not in page


def test_a_head_sees_their_own_academy_alone(cast, client_of, year_of_support):
    make.PromiseFactory(academy=cast.sibling, due=last_day(), focus="Elsewhere")
    page = text(client_of(cast.headteacher).get(TRUST))
    assert "Heronwick is promised" in page
    assert cast.sibling.name not in page
    assert "Elsewhere" not in page


def test_pages_cost_the_same_for_two_and_for_two_hundred_academies(cast, leader):
    def fill(academies):
        for academy in academies:
            rows = [
                SupportPromise(academy=academy, kind="visit", due=last_day() - n * DAY, reason="Why.") for n in range(4)
            ]
            made = SupportPromise.objects.bulk_create(rows)
            SupportDelivery.objects.create(promise=made[0], on=first_day(), recorded_by=cast.trust_leader)

    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert leader.get(url).status_code == 200
        return len(captured)

    urls = (TRUST, f"{TRUST}?state=due&sort=status", "/support/promises.csv", "/support/academies.csv", ACADEMY)
    fill([cast.own, cast.sibling])
    few = [cost(url) for url in urls]
    fill(make.AcademyFactory.create_batch(198, trust=cast.trust))
    assert [cost(url) for url in urls] == few
    assert max(few) <= 15


# The two functions that other pages ask


def test_the_next_visit_is_the_day_planned_or_the_day_due(cast):
    make.PromiseFactory(academy=cast.own, due=today() - DAY)
    make.PromiseFactory(academy=cast.own, due=today() + 9 * DAY, kind=SupportKind.PARTNERSHIP)
    by_due = make.PromiseFactory(academy=cast.own, due=today() + 10 * DAY)
    make.DeliveryFactory(promise=make.PromiseFactory(academy=cast.own, due=today() + 2 * DAY))
    academies = [cast.own, cast.sibling, cast.foreign]
    assert next_visits(cast.trust_leader, academies) == {cast.own.pk: by_due}
    planned = make.PromiseFactory(academy=cast.own, due=today() + 40 * DAY, planned_on=today() + 5 * DAY)
    assert next_visits(cast.trust_leader, academies) == {cast.own.pk: planned}
    make.PromiseFactory(academy=cast.foreign)
    assert set(next_visits(cast.trust_leader, academies)) == {cast.own.pk}
    assert next_visits(cast.teacher, academies) == {}


def test_late_promises_are_counted_by_academy(cast):
    for academy in (cast.own, cast.own, cast.sibling, cast.foreign):
        make.PromiseFactory(academy=academy, due=today() - DAY)
    make.PromiseFactory(academy=cast.own, due=today())
    make.PromiseFactory(
        academy=cast.own, due=today() - DAY, called_off_at=timezone.now(), called_off_reason="The head is ill."
    )
    make.DeliveryFactory(promise=make.PromiseFactory(academy=cast.own, due=today() - DAY))
    academies = [cast.own, cast.sibling, cast.foreign]
    assert late_promises(cast.trust_leader, academies) == {cast.own.pk: 2, cast.sibling.pk: 1}
    assert late_promises(cast.headteacher, academies) == {cast.own.pk: 2}
    assert late_promises(cast.nobody, academies) == {}


# One promise


def test_a_promise_says_where_it_came_from(cast, leader, client_of):
    decision = decided(cast)
    promises = grant_entitlement(decision=decision, by=cast.second_leader)
    visit = next(promise for promise in promises if promise.kind == "visit")
    for client in (leader, client_of(cast.governor)):
        page = text(client.get(f"/support/{visit.pk}/"))
        assert "The category “Repair”" in page
        assert "owes three visits a year" in page
        assert f"/decisions/{decision.pk}/" in page or "The decision, and the evidence it rests on" in page
    beyond = make.PromiseFactory(academy=cast.own, reason="The new head asked for it.")
    assert "Beyond the category: The new head asked for it." in text(leader.get(f"/support/{beyond.pk}/"))


def test_a_leader_plans_records_and_strikes_out_through_the_forms(cast, leader):
    visit = make.PromiseFactory(academy=cast.own, due=today() + 30 * DAY)
    day = today() + 3 * DAY
    form = {"planned_on": str(day), "lead": cast.second_leader.pk, "focus": "Reading"}
    page = text(leader.post(f"/support/{visit.pk}/plan/", form, follow=True))
    assert f"Planned for {day.day} {day:%B}" in page
    page = text(leader.post(f"/support/{visit.pk}/record/", {"on": str(today()), "note": "Agreed."}, follow=True))
    assert "Delivered on" in page
    delivery = visit.deliveries.get()
    assert "Nothing is left to plan" in text(leader.get(f"/support/{visit.pk}/record/", follow=True))
    url = f"/support/delivered/{delivery.pk}/strike/"
    page = text(leader.post(url, {"reason": "It was another academy."}, follow=True))
    assert "It was another academy." in page
    assert "<s>Done on" in page


def test_what_is_refused_keeps_what_was_typed(cast, leader):
    days = make.PromiseFactory(academy=cast.own, kind=SupportKind.LEADER_DAYS, amount=3)
    url = f"/support/{days.pk}/record/"
    sent = {"on": str(today() + DAY), "amount": "1.5", "note": "Phonics in Reception.", "known": "0"}
    page = text(leader.post(url, sent))
    assert "That day is still to come" in page
    assert "Phonics in Reception." in page
    assert "Whole or half days" in text(leader.post(url, {**sent, "on": str(today()), "amount": "1.3"}))
    assert not days.deliveries.exists()


def test_two_who_record_at_once_both_count_once_they_know(cast, leader, client_of):
    days = make.PromiseFactory(academy=cast.own, kind=SupportKind.LEADER_DAYS, amount=3)
    url, sent = f"/support/{days.pk}/record/", {"on": str(today()), "amount": "1", "note": "Mine.", "known": "0"}
    assert leader.post(url, sent).status_code == 302
    page = text(client_of(cast.second_leader).post(url, {**sent, "note": "Hers."}))
    assert "Meanwhile this was recorded" in page
    assert "Hers." in page
    assert 'name="known" value="1"' in page
    assert client_of(cast.second_leader).post(url, {**sent, "known": "1"}).status_code == 302
    assert days.deliveries.count() == 2


def test_two_who_plan_at_once_see_both_versions(cast, leader, client_of):
    visit = make.PromiseFactory(academy=cast.own)
    url = f"/support/{visit.pk}/plan/"
    seen = client_of(cast.second_leader).get(url).context["form"].initial["seen"]
    leader.post(url, {"planned_on": "", "focus": "Reading"})
    page = text(client_of(cast.second_leader).post(url, {"planned_on": "", "focus": "Writing", "seen": seen}))
    assert "Somebody else changed this" in page
    assert "Reading" in page
    assert "Writing" in page


def test_more_is_promised_with_a_reason(cast, leader):
    url = f"{ACADEMY}more/"
    sent = {"kind": "coaching_days", "due": str(last_day()), "reason": "A new head.", "focus": "Phonics"}
    assert "Say how many days" in text(leader.post(url, sent))
    assert "one at a time" in text(leader.post(url, {**sent, "kind": "visit", "amount": "2"}))
    assert "beyond the category" in text(leader.post(url, {**sent, "amount": "2.5"}, follow=True)).lower()
    assert SupportPromise.objects.get().amount == Decimal("2.5")


@pytest.mark.parametrize("action", ["", "plan/", "record/", "call-off/"])
def test_another_trusts_promise_is_not_there(cast, leader, action):
    elsewhere = make.PromiseFactory(academy=cast.foreign)
    assert leader.get(f"/support/{elsewhere.pk}/{action}").status_code == 404


def test_a_year_ahead_can_be_looked_at(cast, leader):
    ahead = make.PromiseFactory(academy=cast.own, due=last_day() + 60 * DAY)
    page = text(leader.get(f"{ACADEMY}?year={year_on(ahead.due)}"))
    assert "Heronwick is promised one visit in" in page
