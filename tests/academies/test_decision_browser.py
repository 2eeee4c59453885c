"""A leader decides, a second person changes it, the head answers: in a real browser, with script and without."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from academies.models import CategoryDecision
from academies.models.decision import Answer, DecisionStatus
from tests import factories as make
from tests.browser import Opened, OpenPage
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHY = "Reading stands still, and leaders know which classes."


@pytest.fixture(autouse=True)
def evidence(cast):
    make.scheme_in_use(cast.trust, by=cast.trust_leader)
    gap = make.a_fact(12.4, 6, 19, figure="12.4 points behind")
    with make.told(test_gap=gap, test_attendance=make.a_fact(96, figure="96%")):
        yield


def fine(opened: Opened) -> None:
    """Nothing that axe, the console or a phone would complain of."""
    assert opened.problems() == []
    assert opened.sideways() == 0
    assert opened.complaints == []


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_one_decides_another_changes_it_and_the_head_answers(
    cast: Cast, client_of: Callable[..., Client], open_page: OpenPage, script: bool
) -> None:
    leader, second, head = (client_of(who) for who in (cast.trust_leader, cast.second_leader, cast.headteacher))

    opened = open_page(reverse("academies:category", args=[cast.own.slug]), client=leader, script=script)
    page = opened.page
    page.get_by_role("link", name="Decide the category").click()
    assert page.locator("h1").inner_text() == "Heronwick Primary Academy: the evidence points to Repair"
    assert page.locator(".evidence-row").count() == 2
    assert page.locator(".evidence-row .strip-point").count() == 2
    assert "cannot tell them apart" in page.locator(".evidence-row").first.inner_text()
    page.get_by_role("button", name="Decide").click()
    assert "Choose a category." in page.locator("[role=alert]").inner_text()
    page.locator(".evidence-row").first.get_by_label("I rest the decision on this").check()
    page.get_by_role("radio", name="Stabilise").check()
    page.get_by_label("Why").fill(WHY)
    page.get_by_role("button", name="Decide").click()
    assert "a second person confirms it or changes it" in page.locator("h1").inner_text()
    decision = CategoryDecision.objects.get()
    assert decision.status == DecisionStatus.AWAITING

    page = open_page("/", client=second, script=script).page
    page.get_by_role("link", name="Imogen Thackerwell decided Stabilise").click()
    assert WHY in page.locator("main").inner_text()
    assert page.get_by_role("radio", name="Stabilise").is_checked(), "as decided, until somebody changes it"
    page.get_by_role("radio", name="Repair").check()
    page.get_by_role("button", name="Confirm").click()
    assert "Say why Repair and not Stabilise" in page.locator("[role=alert]").inner_text()
    assert page.get_by_role("radio", name="Repair").is_checked()
    page.get_by_label("Your reason").fill("The plan has had two terms.")
    page.get_by_role("button", name="Confirm").click()
    assert "is in Repair from" in page.locator("h1").inner_text()

    page = open_page("/", client=head, script=script).page
    page.get_by_role("link", name="You can answer").click()
    page.get_by_label("I disagree").check()
    page.get_by_role("button", name="Send your answer").click()
    assert "Say what you disagree with" in page.locator("[role=alert]").inner_text()
    page.get_by_label("What you want to say").fill("We accept the visits, not the word.")
    page.get_by_role("button", name="Send your answer").click()
    said = page.locator("main").inner_text()
    assert "We accept the visits, not the word." in said
    assert "12.4 points behind" in said
    decision.refresh_from_db()
    assert (decision.confirmed_tier.word, decision.answer) == ("Repair", Answer.DISAGREES)


def test_what_is_typed_stays_when_the_tab_is_closed(cast, client_of, open_page) -> None:
    url = reverse("academies:decision_new", args=[cast.own.slug])
    page = open_page(url, client=client_of(cast.trust_leader)).page
    page.locator(".evidence-row").first.get_by_label("I rest the decision on this").check()
    page.get_by_label("Why").fill(WHY)
    page.get_by_text("Kept on this device").wait_for()
    again = page.context.new_page()
    again.goto(page.url)
    assert again.get_by_label("Why").input_value() == WHY
    assert again.locator(".evidence-row").first.get_by_label("I rest the decision on this").is_checked()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_evidence_opens_without_a_barrier(cast, client_of, open_page, width, scheme) -> None:
    """The page with figures, which the pages of every route have not; with something to mend on it too."""
    url = reverse("academies:decision_new", args=[cast.own.slug])
    opened = open_page(url, client=client_of(cast.trust_leader), width=width, scheme=scheme)
    fine(opened)
    opened.page.get_by_role("button", name="Decide").click()
    opened.page.locator("[role=alert]").wait_for()
    fine(opened)


def test_two_who_decide_at_once(cast, client_of, open_page) -> None:
    url = reverse("academies:decision_new", args=[cast.own.slug])
    pages = [open_page(url, client=client_of(who)).page for who in (cast.trust_leader, cast.second_leader)]
    for page, word, why in zip(pages, ("Repair", "Improve"), (WHY, "The figures do not say so."), strict=True):
        page.locator(".evidence-row").first.get_by_label("I rest the decision on this").check()
        page.get_by_role("radio", name=word).check()
        page.get_by_label("Why").fill(why)
        page.get_by_role("button", name="Decide").click()
    second = pages[1]
    second.get_by_role("heading", name="Imogen Thackerwell decided Repair").wait_for()
    assert WHY in second.locator("main").inner_text()
    assert second.get_by_label("Why").input_value() == "The figures do not say so."
    assert second.get_by_role("radio", name="Improve").is_checked()
    assert CategoryDecision.objects.count() == 1
