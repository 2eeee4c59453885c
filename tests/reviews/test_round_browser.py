"""In a real browser: a head plans a round, puts visitors and classrooms on it, and begins it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from reviews.models import Round
from tests import factories as make
from tests.browser import OpenPage
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ClientOf = Callable[..., Client]


def test_a_head_plans_a_round_and_begins_it(open_page: OpenPage, cast: Cast, client_of: ClientOf) -> None:
    make.NetworkFactory(trust=cast.trust, name="Moor and coast", academies=[cast.own, cast.sibling])
    opened = open_page(reverse("reviews:academy_rounds", args=[cast.own.slug]), client=client_of(cast.headteacher))
    page = opened.page
    page.get_by_role("link", name="Plan a round").first.click()
    expect(page.get_by_role("heading", name="A good problem of practice")).to_be_visible()
    page.get_by_role("textbox", name="Problem of practice").fill("Teaching is weak.")
    page.get_by_label("Day of the visit").fill(timezone.localdate().isoformat())
    page.get_by_role("button", name="Plan the round").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Round at Heronwick")
    page.get_by_text("A thought on it").click()
    expect(page.get_by_text("It has no question in it yet.")).to_be_visible()
    page.get_by_role("link", name="Say who facilitates it").first.click()
    page.get_by_label("Callum Featherstane, coach").check()
    page.get_by_label("Ebenezer Fothergale, teacher").check()
    page.get_by_label("Who facilitates the round").select_option(label="Marigold Underhay, headteacher")
    page.get_by_role("button", name="Put on the round").click()
    expect(page.locator("#visitors")).to_contain_text("Marigold Underhay")

    starts = page.locator("#schedule").get_by_label("From")
    for at, subject in (("09:15", "Writing"), ("09:35", "Maths"), ("09:55", "Science")):
        expect(starts).to_have_value(at)
        page.locator("#schedule").get_by_label("Year group").fill("Year 4")
        page.locator("#schedule").get_by_label("Subject").fill(subject)
        page.locator("#schedule").get_by_role("button", name="Add", exact=True).click()
        expect(page.locator("#schedule .round-rooms")).to_contain_text(subject)
    # The third classroom was what was missing: the page says so at once.
    expect(page.locator("#next")).to_contain_text("Everything is ready.")
    page.get_by_role("button", name="3 groups").click()
    expect(page.locator("#schedule .round-rooms li").first).to_contain_text("Marigold Underhay")

    page.get_by_role("button", name="Begin the round").click()
    expect(page.get_by_text("The round has begun.")).to_be_visible()
    expect(page.locator(".round-way [aria-current]")).to_contain_text("Observe")
    round = Round.objects.get()
    assert (round.state, round.classrooms.count(), round.visitors.count()) == ("observing", 3, 3)
    assert opened.problems() == []
    assert opened.complaints == []


def test_the_schedule_grows_without_script(open_page: OpenPage, cast: Cast, client_of: ClientOf) -> None:
    round = make.RoundFactory(host=cast.own, day=timezone.localdate())
    address = reverse("reviews:round_show", args=[round.pk])
    page = open_page(address, client=client_of(cast.headteacher), width=390, script=False).page
    for at in ("09:15", "09:35"):
        expect(page.locator("#schedule").get_by_label("From")).to_have_value(at)
        page.locator("#schedule").get_by_label("Year group").fill("Year 2")
        page.locator("#schedule").get_by_label("Subject").fill("Phonics")
        page.locator("#schedule").get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#schedule .round-rooms li")).to_have_count(2)
    page.locator("#schedule").get_by_label("Year group").fill("Nadia Quillmore")
    page.locator("#schedule").get_by_label("Subject").fill("Phonics")
    page.locator("#schedule").get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("This names Nadia Quillmore")
    expect(page.locator("#schedule").get_by_label("Subject")).to_have_value("Phonics")
