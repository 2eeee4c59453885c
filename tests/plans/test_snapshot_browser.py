"""A head takes a snapshot and sees what changed since; a governor takes both papers home. In a real browser."""

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from plans.rules.year import year_slug
from plans.services.snapshot import take_snapshot
from tests import factories as make
from tests.browser import OpenPage
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Reading at the expected standard stood still for three years while others gained. " * 120


@pytest.fixture
def plan(cast: Cast):
    found = make.PlanFactory(academy=cast.own, vision="Every child reads.", rationale="Reading stood still.")
    priority = make.PriorityFactory(plan=found, title="Rehearsed talk", owner=cast.teacher)
    make.ActionFactory(priority=priority, says="Train the teams", owner=cast.teacher)
    return found


def test_snapshots_are_taken_and_compared(open_page: OpenPage, cast: Cast, client_of, plan) -> None:
    opened = open_page("/academies/heronwick/plan-snapshots/", client=client_of(cast.headteacher))
    page = opened.page
    page.get_by_role("link", name="Take a snapshot").first.click()
    page.get_by_role("button", name="Take the snapshot").click()
    expect(page.get_by_role("alert")).to_contain_text("Say what the snapshot is for")
    page.get_by_label("What it is for").fill("Governors’ meeting, December")
    page.get_by_role("button", name="Take the snapshot").click()
    expect(page.get_by_text("The snapshot is taken.")).to_be_visible()

    plan.priorities.get().actions.update(state="done", done_on=plan.begun_at.date())
    plan.rationale = "Reading stood still. Writing did not."
    plan.save()
    page.get_by_role("link", name="Compare with now").click()
    expect(page.get_by_text("Action done: Train the teams")).to_be_visible()
    expect(page.locator("ins")).to_have_text("Writing did not.")
    expect(page.get_by_text("Every child reads.")).to_have_count(0)
    assert opened.problems() == opened.complaints == []

    page.goto(page.url.split("/plan-snapshots/")[0] + "/academies/heronwick/plan-snapshots/")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_text("Action done: Train the teams")).to_be_visible()


def test_a_governor_downloads_both_papers_on_a_phone(open_page: OpenPage, cast: Cast, client_of, plan) -> None:
    address = f"/academies/heronwick/plan/{year_slug(plan.academic_year)}/two-pages/"
    page = open_page(address, width=390, client=client_of(cast.governor)).page
    for pages in ((2,), range(1, 4)):
        with page.expect_download() as loading:
            page.get_by_role("link", name="Download as PDF").click()
        reader = PdfReader(io.BytesIO(loading.value.path().read_bytes()))
        assert len(reader.pages) in pages
        text = " ".join(sheet.extract_text() for sheet in reader.pages)
        assert "Rehearsed talk" in text
        assert cast.teacher.full_name not in text
        page.get_by_role("link", name="Whole plan").first.click() if pages == (2,) else None


@pytest.mark.parametrize("long", [False, True])
def test_the_browser_prints_two_pages_however_much_was_written(
    open_page: OpenPage, cast: Cast, client_of, plan, long: bool
) -> None:
    if long:
        plan.vision = plan.rationale = plan.monitoring = LONG
        plan.save()
        plan.priorities.update(rationale=LONG)
        for number in range(2, 6):
            more = make.PriorityFactory(plan=plan, title=f"Everybody reads aloud {number} " * 6, rationale=LONG)
            make.ActionFactory(priority=more)
    address = f"/academies/heronwick/plan/{year_slug(plan.academic_year)}/two-pages/"
    page = open_page(address, client=client_of(cast.governor)).page
    assert len(PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages) == 2
    # Nothing is hidden beyond a sheet's edge.
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 1000})
    assert page.eval_on_selector_all(".sheet", "all => all.map(s => s.scrollHeight - s.clientHeight)") == [0, 0]


def test_a_snapshot_is_read_and_printed_without_script(open_page: OpenPage, cast: Cast, client_of, plan) -> None:
    snapshot = take_snapshot(by=cast.headteacher, plan=plan, title="December")
    page = open_page(f"/plan-snapshots/{snapshot.pk}/", script=False, client=client_of(cast.governor)).page
    page.get_by_role("link", name="Two pages").click()
    expect(page.get_by_text("Worth asking:")).to_have_count(1)
