"""In a real browser: next work written in place, agreed, made into an action of the plan and followed up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from plans.models import Action
from reviews.models import NextWork, Round
from reviews.models.next_work import Outcome
from reviews.models.round import RoundState
from reviews.services.round import take_round_step
from tests import factories as make
from tests.browser import OpenPage
from tests.cast import Cast
from tests.worlds.next_work import PATTERN, debriefing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ClientOf = Callable[..., Client]
FIRST, SECOND = "Wait three seconds after each question.", "Ensure that talk is planned."


@pytest.fixture
def round(cast: Cast) -> Round:
    """In its debrief at the own academy, whose plan has a priority; the sibling's head leads, the coach visits."""
    made = debriefing(cast.own, cast.sibling_head)
    make.RoundVisitorFactory(round=made, person=cast.coach)
    Round.objects.filter(pk=made.pk).update(prediction="One would know how to wait.")
    make.PriorityFactory(plan=make.PlanFactory(academy=cast.own, academic_year=2026))
    return made


def of(name: str, round: Round) -> str:
    return reverse(f"reviews:{name}", args=[round.pk])


def test_from_the_debrief_to_the_plan_and_back(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, round: Round
) -> None:
    one = open_page(of("next_work", round), client=client_of(cast.sibling_head))
    page = one.page
    expect(page.get_by_text(PATTERN)).to_be_visible()
    week, month = page.locator("#column-week"), page.locator("#column-month")
    # What is being typed in one column stays while another is written.
    month.get_by_label("What adults begin to do, or stop").fill("Not finished yet")
    week.get_by_label("What adults begin to do, or stop").fill(FIRST)
    week.get_by_label("Who").fill("Every teacher")
    week.get_by_role("button", name="Add it").click()
    expect(page.locator("#work-list-week")).to_contain_text(FIRST)
    expect(page.locator("h1")).to_have_text("One piece of next work, for this week.")
    expect(week.get_by_label("What adults begin to do, or stop")).to_have_value("")
    expect(month.get_by_label("What adults begin to do, or stop")).to_have_value("Not finished yet")

    # Meanwhile another visitor writes on a phone; the next answer brings it.
    other = open_page(of("next_work", round), client=client_of(cast.coach), width=390, scheme="dark")
    year = other.page.locator("#column-year")
    year.get_by_label("What adults begin to do, or stop").fill(SECOND)
    year.get_by_role("button", name="Add it").click()
    expect(other.page.locator("#work-list-year")).to_contain_text("What would one see or hear behind “ensure”?")

    # Moved and moved back, changed in place, taken out and brought back.
    page.get_by_role("button", name="Move to month").click()
    expect(page.locator("#work-list-month")).to_contain_text(FIRST)
    expect(page.locator("#work-list-year")).to_contain_text(SECOND)
    page.locator("#work-list-month").get_by_role("button", name="Move to week").click()
    expect(page.locator("#work-list-week")).to_contain_text(FIRST)
    page.locator("#work-list-week").get_by_role("link", name="Change").click()
    page.locator("#work-list-week").get_by_label("What adults begin to do, or stop").fill(f"{FIRST} Count.")
    page.locator("#work-list-week").get_by_role("button", name="Save it").click()
    expect(page.locator("#work-list-week")).to_contain_text("Count.")
    page.locator("#work-list-week").get_by_role("button", name="Take out").click()
    expect(page.locator("#work-list-week li")).to_have_count(0)
    page.locator("#dropped summary").click()
    page.locator("#dropped").get_by_role("button", name="Bring it back").click()
    expect(page.locator("#work-list-week")).to_contain_text("Count.")
    for opened in (one, other):
        assert opened.problems() == []
        assert opened.sideways() == 0

    take_round_step(by=cast.sibling_head, round=round, step="agree")
    head = open_page(of("next_work", round), client=client_of(cast.headteacher))
    expect(head.page.get_by_role("heading", name="The follow-up is due")).to_be_visible()
    head.page.locator("#work-list-week").get_by_role("link", name="Make an action of this").click()
    expect(head.page.get_by_text("Next work, this week:").first).to_be_visible()
    head.page.get_by_role("button", name="Add it to the plan").click()
    head.page.wait_for_url("**/actions/*/")
    piece = NextWork.objects.get(round=round, horizon="week")
    assert Action.objects.get().origin == f"next_work:{piece.pk}"

    # The plan's action stands beside, and each piece gets its word in place.
    follow = open_page(of("round_follow_up", round), client=client_of(cast.headteacher), width=390)
    for work in NextWork.objects.filter(round=round):
        card = follow.page.locator(f"#work-{work.pk}")
        if work == piece:
            expect(card.get_by_text("What the plan says of it")).to_be_visible()
        card.get_by_text("Partly done", exact=True).click()
        card.get_by_label("How does one see it?").fill("In half of the rooms.")
        card.get_by_role("button", name="Save").click()
        expect(card.get_by_role("status")).to_have_text("Saved")
    expect(follow.page.locator("h1")).to_have_text("None of two pieces of next work is done, two partly.")
    follow.page.get_by_label("What came of the round?").fill("Pupils answer in sentences.")
    assert follow.problems() == []
    assert follow.sideways() == 0
    follow.page.get_by_role("button", name="The round is followed up").click()
    follow.page.wait_for_url("**/report/")
    expect(follow.page.get_by_text("Pupils answer in sentences.")).to_be_visible()
    round.refresh_from_db()
    assert round.state == RoundState.FOLLOWED
    assert set(round.next_work.values_list("outcome", flat=True)) == {Outcome.PARTLY}
