"""How an action goes, said in place by two people at once, by a teacher on a phone, and without script."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from plans.models import Action, ActionUpdate
from tests import factories as make
from tests.browser import OpenPage
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def action(cast: Cast) -> Action:
    due = timezone.localdate() + datetime.timedelta(days=3)
    priority = make.PriorityFactory(plan__academy=cast.own, title="Talk before writing")
    return make.ActionFactory(priority=priority, says="Every team is trained", owner=cast.teacher, due=due)


def opened_in_place(page: Page) -> None:
    """The plan's page with the form where the action presses."""
    page.locator(".pressing").get_by_role("link", name="Say how it goes").click()
    expect(page.locator(".pressing").get_by_label("In a sentence")).to_be_visible()


def test_two_people_say_at_once_how_an_action_goes_from_the_plans_page(
    open_page: OpenPage, cast: Cast, client_of, action: Action
) -> None:
    head = open_page("/academies/heronwick/plan/", client=client_of(cast.headteacher))
    second = open_page("/academies/heronwick/plan/", client=client_of(cast.senior_leader))
    for opened in (head, second):
        opened_in_place(opened.page)
    assert head.problems() == []

    here = head.page.locator(".pressing")
    here.get_by_label("Needs attention").check()
    here.get_by_role("button", name="Log it").click()
    expect(here.get_by_role("alert")).to_contain_text("Say in a sentence why.")
    expect(here.get_by_label("Needs attention")).to_be_checked()
    here.get_by_label("In a sentence").fill("One team of five has begun.")
    here.get_by_role("button", name="Log it").click()
    expect(here.get_by_text("Said just now")).to_be_visible()
    expect(here.get_by_text("One team of five has begun.")).to_be_visible()
    # The line in the list below says it too, without the page being loaded again.
    below = head.page.locator(f"#action-{action.pk}")
    expect(below).to_contain_text("One team of five has begun.")

    there = second.page.locator(".pressing")
    there.get_by_label("Done", exact=True).check()
    expect(there.get_by_label("Done on")).to_be_visible()
    there.get_by_label("In a sentence").fill("All five have.")
    there.get_by_role("button", name="Log it").click()
    expect(there.get_by_role("alert")).to_contain_text("needs attention, “One team of five has begun.”")
    expect(there.get_by_label("In a sentence")).to_have_value("All five have.")
    there.get_by_role("button", name="Log it").click()
    expect(there.get_by_text("Said just now")).to_be_visible()

    action.refresh_from_db()
    assert (action.state, action.done_on) == ("done", timezone.localdate())
    assert [update.says for update in ActionUpdate.objects.order_by("pk")] == [
        "One team of five has begun.", "All five have.",
    ]  # fmt: skip
    assert head.complaints == second.complaints == []


def test_a_teacher_reports_on_a_phone_from_the_home_page(
    open_page: OpenPage, cast: Cast, client_of, action: Action
) -> None:
    opened = open_page("/", width=390, scheme="dark", client=client_of(cast.teacher))
    opened.settle()
    page = opened.page
    page.get_by_role("link", name="Your action is due in 3 days").click()
    page.get_by_label("On course").check()
    page.get_by_label("In a sentence").fill("Two of three sessions are held.")
    assert opened.problems() == []
    assert opened.sideways() == 0
    page.get_by_role("button", name="Log it").click()
    expect(page.get_by_text("“Every team is trained” is on course.")).to_be_visible()
    expect(page.get_by_text("Two of three sessions are held.")).to_be_visible()
    assert opened.complaints == []


def test_what_is_typed_in_place_outlives_the_page(open_page: OpenPage, cast: Cast, client_of, action: Action) -> None:
    page = open_page("/academies/heronwick/plan/", client=client_of(cast.headteacher)).page
    opened_in_place(page)
    page.locator(".pressing").get_by_label("In a sentence").fill("Half a thought")
    expect(page.locator(".pressing .draft")).to_be_visible()
    page.reload()
    opened_in_place(page)
    expect(page.locator(".pressing").get_by_label("In a sentence")).to_have_value("Half a thought")


def test_without_script_the_same_is_said_on_a_page_that_leads_back(
    open_page: OpenPage, cast: Cast, client_of, action: Action
) -> None:
    page = open_page("/academies/heronwick/plan/", script=False, client=client_of(cast.headteacher)).page
    page.locator(".pressing").get_by_role("link", name="Say how it goes").click()
    page.get_by_label("Off course").check()
    page.get_by_label("In a sentence").fill("Nobody came.")
    page.get_by_role("button", name="Log it").click()
    assert page.url.endswith(f"#action-{action.pk}")
    expect(page.get_by_text("“Every team is trained” is off course.")).to_be_visible()
