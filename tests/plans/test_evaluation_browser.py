"""In a real browser: two people rate, the head agrees, a governor reads the picture."""

import pytest
from playwright.sync_api import Page, expect

from plans.models import ConditionRating, SelfEvaluation
from plans.strategy import CONDITIONS, RINGS
from tests.browser import OpenPage
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def rate_all(page: Page, standing: str) -> None:
    """Ring by ring, as the buttons lead on."""
    for ring in RINGS:
        expect(page.get_by_role("heading", level=1)).to_have_text(ring.name)
        for condition in ring.conditions:
            page.check(f"[name={condition.slug}-standing][value='{standing}']")
        page.fill(f"[name={ring.conditions[0].slug}-says]", f"Seen in {ring.name.lower()}.")
        page.get_by_role("button", name="Save").click()
        page.wait_for_load_state()


def test_two_people_rate_the_head_agrees_and_a_governor_reads(open_page: OpenPage, cast: Cast, client_of):
    head = open_page(f"/academies/{cast.own.slug}/rings/", client=client_of(cast.headteacher)).page
    head.get_by_role("link", name="Open a self-evaluation").first.click()
    head.get_by_role("button", name="Open it").click()
    expect(head.get_by_text("It is open")).to_be_visible()

    for person, standing in ((cast.teacher, "2"), (cast.senior_leader, "4")):
        home = open_page("/", client=client_of(person), width=390).page
        home.get_by_role("link", name="Please rate Heronwick Primary Academy").click()
        rate_all(home, standing)
        expect(home.get_by_text("All of it is rated")).to_be_visible()
    assert ConditionRating.objects.count() == 2 * len(CONDITIONS)

    head.reload()
    expect(head.get_by_text("2 people: 1 beginning, 1 embedded").first).to_be_visible()
    head.get_by_role("link", name="Agree what holds").click()
    head.fill("[name=says]", "We are beginning nearly everywhere, and know where to go on.")
    head.check("[name=curriculum-standing][value='4']")
    head.get_by_role("button", name="Keep it for now").click()
    expect(head.get_by_text("Nothing is agreed yet")).to_be_visible()
    assert head.is_checked("[name=curriculum-standing][value='4']")
    head.get_by_role("button", name="Agree it").click()
    expect(head.get_by_text("It is agreed, and stands as it is")).to_be_visible()
    assert SelfEvaluation.objects.agreed().count() == 1

    read = open_page(f"/academies/{cast.own.slug}/rings/", client=client_of(cast.governor), width=390)
    governor = read.page
    expect(governor.get_by_role("img", name="Five rings")).to_be_visible()
    expect(governor.get_by_text("We are beginning nearly everywhere")).to_be_visible()
    assert cast.teacher.full_name not in governor.content()
    assert "Seen in" not in governor.content()
    assert read.problems() == []
    assert read.sideways() == 0
