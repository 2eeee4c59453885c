"""In a real browser: a leader plans a visit and records it, with script and without; both pages bear every width."""

import datetime
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from academies.models.support import SupportKind
from tests import factories as make
from tests.browser import OpenPage
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_leader_plans_a_visit_and_records_it(open_page: OpenPage, cast: Cast, client_of: Any, script: bool) -> None:
    today = timezone.localdate()
    visit = make.PromiseFactory(academy=cast.own, due=today + datetime.timedelta(days=2))
    page = open_page("/academies/heronwick/support/", script=script, client=client_of(cast.trust_leader)).page

    page.get_by_role("link", name="Plan: Quality-assurance visit").click()
    page.get_by_label("Day").fill(str(today))
    page.get_by_label("Who leads it").select_option(label=cast.second_leader.full_name)
    page.get_by_label("What it is about").fill("Reading in Year 4")
    page.get_by_role("button", name="Save the plan").click()
    expect(page.get_by_role("status").first).to_contain_text(f"Planned for {today.day} {today:%B}")
    visit.refresh_from_db()
    assert (visit.planned_on, visit.lead, visit.focus) == (today, cast.second_leader, "Reading in Year 4")

    page.get_by_role("link", name="Record what was done").click()
    expect(page.get_by_label("Who led it")).to_have_value(str(cast.second_leader.pk))
    page.get_by_label("What was found and agreed").fill("The fluency routine starts in Year 4.")
    page.get_by_role("button", name="Record it").click()
    expect(page.locator("h1")).to_contain_text(f"delivered on {today.day} {today:%B}")
    expect(page.locator("main")).to_contain_text("The fluency routine starts in Year 4.")
    delivery = visit.deliveries.get()
    assert (delivery.on, delivery.led_by, delivery.recorded_by) == (today, cast.second_leader, cast.trust_leader)


def test_a_note_survives_a_refusal(open_page: OpenPage, cast: Cast, client_of: Any) -> None:
    """A day that is still to come is refused; what was typed stands in the form, and goes with the next try."""
    today = timezone.localdate()
    days = make.PromiseFactory(academy=cast.own, kind=SupportKind.LEADER_DAYS, amount=3)
    page = open_page(f"/support/{days.pk}/record/", client=client_of(cast.trust_leader)).page
    page.get_by_label("Day on which it was done").fill(str(today + datetime.timedelta(days=1)))
    page.get_by_label("Days", exact=False).last.fill("1.5")
    page.get_by_label("What was found and agreed").fill("Phonics in Reception.")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("alert")).to_contain_text("That day is still to come")
    expect(page.get_by_label("What was found and agreed")).to_have_value("Phonics in Reception.")
    page.get_by_label("Day on which it was done").fill(str(today))
    page.get_by_role("button", name="Record it").click()
    expect(page.locator("h1")).to_contain_text("1.5 of 3 days delivered")


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_the_pages_have_no_barrier_with_every_state_on_them(
    open_page: OpenPage, cast: Cast, client_of: Any, width: int, scheme: str
) -> None:
    today = timezone.localdate()
    for due, fields in (
        (-1, {}),
        (9, {}),
        (9, {"planned_on": today}),
        (9, {"called_off_at": timezone.now(), "called_off_reason": "The head is ill."}),
    ):
        make.PromiseFactory(academy=cast.own, due=today + datetime.timedelta(days=due), **fields)
    make.DeliveryFactory(promise=make.PromiseFactory(academy=cast.own))
    for path in ("/academies/heronwick/support/", "/support/"):
        opened = open_page(path, width=width, scheme=scheme, client=client_of(cast.trust_leader))
        assert [*opened.problems(), *opened.complaints] == []
        assert opened.sideways() == 0
