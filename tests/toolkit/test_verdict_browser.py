"""A head says that a theory did not hold, and the trust's leader reads it in the trust's view; a sign is changed in
place; all of it without script too. In a real browser."""

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tests.browser import OpenPage
from tests.cast import OWN, Cast
from toolkit.models import Theory
from toolkit.models.theory import SignalOf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def theory(cast: Cast) -> Theory:
    theory = make.TheoryFactory(trust=cast.trust, name="Talk first")
    make.SignalFactory(theory=theory, says="Pupils talk in pairs.")
    make.SignalFactory(theory=theory, of=SignalOf.PUPILS, says="They write more.")
    make.PriorityFactory(plan=make.PlanFactory(academy=cast.own), theory=theory, title="Every pupil talks")
    return theory


def test_a_head_says_that_it_did_not_hold_and_the_leader_sees_it(
    open_page: OpenPage, cast: Cast, client_of, theory: Theory
) -> None:
    head = open_page(f"/toolkit/theories/{theory.pk}/", width=390, client=client_of(cast.headteacher))
    page = head.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Talk first: not yet known at Heronwick")
    assert head.problems() == head.complaints == []
    assert head.sideways() == 0
    page.get_by_role("link", name="Say whether it held").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Did it hold at {OWN}?")
    expect(page.get_by_text("They write more.")).to_be_visible()
    page.get_by_label("It did not hold").check()
    page.get_by_role("button", name="Put it on record").click()
    # Without evidence nothing is said, and nothing is lost.
    expect(page.get_by_text("Say on what evidence").first).to_be_visible()
    expect(page.get_by_label("It did not hold")).to_be_checked()
    page.get_by_label("On what evidence").fill("Pupils talked in two of ten lessons.")
    page.get_by_role("button", name="Put it on record").click()
    expect(page.get_by_text(f"It did not hold, says {OWN}.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Talk first: did not hold at Heronwick")

    leader = open_page("/plans/theories/", client=client_of(cast.trust_leader))
    expect(leader.page.get_by_role("heading", level=1)).to_have_text(
        "One theory of action is in use; “Talk first” did not hold at Heronwick."
    )
    assert leader.problems() == leader.complaints == []
    leader.page.get_by_role("link", name="Talk first").first.click()
    expect(leader.page.get_by_text("Pupils talked in two of ten lessons.")).to_be_visible()
    expect(leader.page.get_by_text(cast.headteacher.full_name)).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_sign_is_changed_in_place(open_page: OpenPage, cast: Cast, client_of, theory: Theory, script: bool) -> None:
    page = open_page(f"/toolkit/theories/{theory.pk}/", script=script, client=client_of(cast.trust_leader)).page
    page.locator("summary", has_text="Pupils talk in pairs.").click()
    page.get_by_label("What one would see or hear").first.fill("Pupils talk in pairs, twice a lesson.")
    page.get_by_role("button", name="Save the sign").first.click()
    expect(page.get_by_text("The sign is saved.")).to_be_visible()
    expect(page.locator("summary", has_text="Pupils talk in pairs, twice a lesson.")).to_be_visible()
    assert theory.signals.get(of=SignalOf.PRACTICE).says == "Pupils talk in pairs, twice a lesson."


def test_all_plans_and_the_matrix_fit_a_phone(open_page: OpenPage, cast: Cast, client_of, theory: Theory) -> None:
    serves = make.TrustPriorityFactory(trust=cast.trust, title="Talk in every lesson")
    plan = make.PlanFactory(academy=cast.sibling)
    make.ActionFactory(
        priority=make.PriorityFactory(plan=plan, trust_priority=serves), rag="red", rag_says="Not begun."
    )
    client = client_of(cast.trust_leader)
    for url in ("/plans/", "/plans/alignment/", "/plans/trust-priorities/", "/toolkit/theories/"):
        for width, scheme in ((390, "light"), (1280, "dark")):
            opened = open_page(url, width=width, scheme=scheme, client=client)
            assert opened.problems() == opened.complaints == [], url
            assert opened.sideways() == 0, url
    narrow = open_page("/plans/alignment/", width=390, client=client).page
    expect(narrow.locator(".align")).not_to_be_visible()
    expect(narrow.locator(".aligned").get_by_text("Nobody but Otterbourne Vale works on")).to_be_visible()
    wide = open_page("/plans/alignment/", width=1280, client=client).page
    expect(wide.locator(".align")).to_be_visible()
    expect(wide.locator(".aligned")).not_to_be_visible()
