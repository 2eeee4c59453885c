"""A head logs an activity from the home page within three clicks; a gate is asked for, confirmed, asked to be opened
again and reopened; an activity is logged in place. In a real browser, and without script."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from plans.models import ActivityProgress, StageActivity
from plans.services.stage import begin_journey, log_activity
from tests.browser import OpenPage
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def begun(cast: Cast) -> Cast:
    """In stage one, with the team being chosen, and nothing logged for ten days."""
    today = timezone.localdate()
    begin_journey(
        cast.own,
        cast.headteacher,
        today - datetime.timedelta(days=100),
        at=timezone.now() - datetime.timedelta(days=100),
    )
    team = StageActivity.objects.get(stage__trust=cast.trust, shown_by="team")
    log_activity(
        by=cast.headteacher, academy=cast.own, activity=team, state="under_way",
        starts=today - datetime.timedelta(days=50), at=timezone.now() - datetime.timedelta(days=10),
    )  # fmt: skip
    return cast


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_head_logs_an_activity_from_home_within_three_clicks(open_page: OpenPage, begun, client_of, script) -> None:
    page = open_page("/", script=script, client=client_of(begun.headteacher)).page
    page.get_by_role("link", name="Log this week in stage one: School improvement team").click()
    page.get_by_label("What happened").fill("Six colleagues, two of them in their second year of teaching.")
    page.get_by_role("button", name="Log it").click()
    expect(page.get_by_text("Logged. School improvement team: under way.")).to_be_visible()
    expect(page.get_by_text("Six colleagues, two of them in their second year of teaching.")).to_be_visible()
    assert ActivityProgress.objects.get().note.startswith("Six colleagues")


def test_an_activity_is_logged_in_place_and_what_is_wrong_is_said_there(open_page: OpenPage, begun, client_of) -> None:
    opened = open_page("/academies/heronwick/stages/", client=client_of(begun.headteacher))
    page = opened.page
    line = page.locator(".activity", has_text="Commitment to the approach")
    line.get_by_role("link", name="Log progress").click()
    line.get_by_label("Done", exact=True).check()
    line.get_by_label("What happened").fill("All governors agreed.")
    assert opened.problems() == []
    line.get_by_role("button", name="Log it").click()
    expect(line.get_by_text("Say on which day it was done.").first).to_be_visible()
    expect(line.get_by_label("What happened")).to_have_value("All governors agreed.")
    line.get_by_label("Done on").fill(timezone.localdate().isoformat())
    line.get_by_role("button", name="Log it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("one of seven activities is done")
    expect(line.get_by_text("All governors agreed.")).to_be_visible()
    assert opened.complaints == []


def test_a_gate_is_asked_confirmed_asked_to_be_opened_again_and_reopened(open_page: OpenPage, begun, client_of) -> None:
    head = open_page("/academies/heronwick/stages/", client=client_of(begun.headteacher)).page
    leader = open_page("/", client=client_of(begun.trust_leader)).page
    heading = head.get_by_role("heading", level=1)

    head.get_by_role("link", name="Ask for the next stage").click()
    head.get_by_label("Why, and what shows it").fill("The team works, and all have agreed.")
    head.get_by_role("button", name="Ask", exact=True).click()
    expect(head.get_by_text("It waits for a trust leader now.")).to_be_visible()

    leader.reload()
    leader.get_by_role("link", name="Heronwick Primary Academy asks to go on to stage two.").click()
    expect(leader.get_by_text("The team works, and all have agreed.")).to_be_visible()
    leader.get_by_label("Your reasons").fill("It holds.")
    leader.get_by_role("button", name="Confirm it").click()
    expect(leader.get_by_text("Confirmed. Heronwick Primary Academy is in stage two from today.")).to_be_visible()

    head.reload()
    expect(heading).to_contain_text("is in stage two, going whole-school")
    head.get_by_role("link", name="Ask for the next stage").click()
    head.get_by_label("Open stage one again").check()
    head.get_by_label("Why, and what shows it").fill("Half the team has left.")
    head.get_by_role("button", name="Ask", exact=True).click()

    leader.goto(leader.url.split("/academies/")[0] + "/")
    leader.get_by_role("link", name="Heronwick Primary Academy asks to open stage one again.").click()
    leader.get_by_label("Your reasons").fill("Choose a new team first.")
    leader.get_by_role("button", name="Confirm it").click()
    expect(leader.get_by_text("is in stage one again from today.")).to_be_visible()

    head.goto(head.url.split("#")[0])
    expect(heading).to_contain_text("is in stage one, preparing")
    head.get_by_role("link", name="Stage log").click()
    for line in ("Confirmed: stage one is open again", "Gate confirmed: stage two begins", "Stage one begun"):
        expect(head.get_by_text(line)).to_be_visible()
