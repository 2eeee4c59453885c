"""A leader raises a concern and takes it up, its head answers; the overview sorts and narrows. In a real browser, and
the overview without script."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from academies.models import Concern
from tests import factories as make
from tests.browser import OpenPage
from tests.cast import OWN, SIBLING, Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_concern_is_raised_answered_and_escalated(open_page: OpenPage, cast: Cast, client_of) -> None:
    leader = open_page("/academies/heronwick/concerns/raise/", client=client_of(cast.trust_leader)).page
    expect(leader.get_by_text(f"{cast.headteacher.full_name}, who leads {OWN}, can read it")).to_be_visible()
    leader.get_by_label("The concern in one line").fill("Reading fell in Year 4")
    leader.get_by_label("What was seen, and where").fill("Two schemes in one corridor.")
    leader.get_by_role("button", name="Raise the concern").click()
    expect(leader.get_by_role("heading", level=1)).to_have_text(
        "Reading fell in Year 4: open since today, with the head."
    )

    concern = Concern.objects.get()
    head = open_page(f"/concerns/{concern.pk}/", width=390, client=client_of(cast.headteacher))
    expect(head.page.get_by_text("Two schemes in one corridor.")).to_be_visible()
    expect(head.page.get_by_text("Escalate it")).to_have_count(0)
    head.page.get_by_label("What you know, or what was done").fill("One scheme since Monday.")
    head.page.get_by_role("button", name="Add the note").click()
    expect(head.page.get_by_text("Your note stands in the log.")).to_be_visible()
    assert head.problems() == head.complaints == []

    leader.reload()
    expect(leader.get_by_text("One scheme since Monday.")).to_be_visible()
    leader.get_by_text("Escalate it").first.click()
    leader.get_by_label("Why it goes a step up").fill("No plan was shown.")
    leader.get_by_role("button", name="Escalate it").click()
    expect(leader.get_by_text("The concern now stands with the executive.")).to_be_visible()
    expect(leader.get_by_text("Escalated to the executive by")).to_be_visible()


def test_what_is_typed_outlives_the_page(open_page: OpenPage, cast: Cast, client_of) -> None:
    concern = make.ConcernFactory(academy=cast.own)
    page = open_page(f"/concerns/{concern.pk}/", client=client_of(cast.trust_leader)).page
    page.get_by_label("What you know, or what was done").fill("Half a thought")
    expect(page.get_by_text("Kept on this device")).to_be_visible()
    page.reload()
    expect(page.get_by_label("What you know, or what was done")).to_have_value("Half a thought")


def test_the_overview_sorts_narrows_and_watches_without_script(open_page: OpenPage, cast: Cast, client_of) -> None:
    tiers = make.scheme_in_use(cast.trust).tiers
    make.DecisionFactory(academy=cast.own, tier=tiers.get(word="Repair"))
    make.DecisionFactory(academy=cast.sibling, tier=tiers.get(word="Sustain"))
    make.ConcernFactory(academy=cast.own)
    page = open_page("/academies/", script=False, client=client_of(cast.trust_leader)).page
    names = page.locator("#list tbody th a")
    expect(page.get_by_role("heading", level=1)).to_have_text("One of 2 academies is in Repair; one concern is open.")
    expect(names).to_have_text(["Heronwick", "Otterbourne Vale"])
    page.locator("#list thead").get_by_role("link", name="Academy").click()
    page.locator("#list thead").get_by_role("link", name="Academy").click()
    expect(names).to_have_text(["Otterbourne Vale", "Heronwick"])
    expect(page.locator("#list thead th").first).to_have_attribute("aria-sort", "descending")
    page.get_by_label("Needs attention").select_option("concern")
    page.get_by_role("button", name="Show").click()
    expect(names).to_have_text(["Heronwick"])
    page.get_by_role("button", name=f"Watch {OWN}").click()
    expect(page).to_have_url(re.compile(r"needs=concern"))
    expect(page.get_by_role("button", name=f"Stop watching {OWN}")).to_be_visible()
    page.get_by_role("link", name="Clear").click()
    page.get_by_label("Watch list").select_option("1")
    page.get_by_role("button", name="Show").click()
    expect(names).to_have_text(["Heronwick"])
    expect(page.get_by_text(SIBLING)).to_have_count(0)


def test_a_filter_changes_the_table_in_place(open_page: OpenPage, cast: Cast, client_of) -> None:
    opened = open_page("/academies/", client=client_of(cast.trust_leader))
    opened.page.get_by_label("Phase").select_option("secondary")
    expect(opened.page.locator("#list tbody th a")).to_have_text(["Otterbourne Vale"])
    # The button of a table that came later still finds its form.
    opened.page.get_by_role("button", name=f"Watch {SIBLING}").click()
    expect(opened.page.get_by_text("is on your watch list. Nobody else sees that.")).to_be_visible()
    expect(opened.page).to_have_url(re.compile(r"phase=secondary"))
    assert opened.complaints == []


def test_thirteen_academies_fit_one_page_of_paper(open_page: OpenPage, cast: Cast, client_of) -> None:
    tier = make.scheme_in_use(cast.trust).tiers.get(word="Improve")
    for number in range(11):
        academy = make.AcademyFactory(trust=cast.trust, name=f"A School of Some Length {number}")
        make.DecisionFactory(academy=academy, tier=tier)
        make.PromiseFactory(academy=academy, due=timezone.localdate())
        make.ConcernFactory(academy=academy)
    page = open_page("/academies/", client=client_of(cast.trust_leader)).page
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 1
    page.emulate_media(media="print")
    expect(page.get_by_text(f"{cast.trust}: the academies on")).to_be_visible()
    expect(page.get_by_role("button", name=f"Watch {OWN}")).to_be_hidden()
