"""A trust leader takes over the strategy’s frameworks, makes the next version of one, changes it in place and puts it
in use; a governor reads it. In a real browser, with script and without."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from reviews.models import Framework, FrameworkPrompt
from reviews.services.framework import ensure_frameworks, next_version
from tests.browser import OpenPage
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ASKS = "Does every child in the group practise, all through the session?"


@pytest.fixture
def draft(cast: Cast) -> Framework:
    ensure_frameworks(cast.trust)
    used = Framework.objects.get(name="Reading in primaries")
    return next_version(by=cast.trust_leader, framework=used, why="Fluency is asked of every year.")


def edit_url(draft: Framework) -> str:
    return reverse("reviews:framework_edit", args=[draft.pk])


def test_from_the_strategys_own_to_a_next_version_in_use(open_page: OpenPage, cast: Cast, client_of) -> None:
    leader = open_page(reverse("reviews:framework_list"), client=client_of(cast.trust_leader))
    page = leader.page
    page.get_by_role("button", name="Take over the strategy’s 9").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nine frameworks are in use")
    assert leader.problems() == leader.complaints == []
    page.get_by_role("link", name="Oracy").click()
    page.get_by_role("link", name="Make the next version").click()
    page.get_by_label("What is new, and why").fill("Talk at home is asked too.")
    page.get_by_role("button", name="Begin the draft").click()
    expect(page.get_by_text("Version 2 is begun.")).to_be_visible()
    page.get_by_role("link", name="Add a part").click()
    page.get_by_label("What the part is called").fill("Talk at home")
    page.get_by_role("button", name="Add the part").click()
    expect(page.get_by_text("“Talk at home” asks nothing yet")).to_be_visible()
    page.get_by_role("link", name="Add a question to Talk at home").click()
    page.get_by_label("What to find out").fill("What do families say about talk at home?")
    page.get_by_role("checkbox", name="Parent voice").check()
    page.get_by_role("button", name="Add the question").click()
    expect(page.get_by_text("The draft is whole")).to_be_visible()
    page.get_by_role("link", name="Put it in use").click()
    page.get_by_role("button", name="Put version 2 in use").click()
    expect(page.get_by_text("Reviews are planned with it from today.")).to_be_visible()
    expect(page.get_by_text("What do families say about talk at home?")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_question_is_changed_in_place(
    open_page: OpenPage, cast: Cast, client_of, draft: Framework, script: bool
) -> None:
    opened = open_page(edit_url(draft), script=script, client=client_of(cast.trust_leader))
    page = opened.page
    page.get_by_role("link", name=f"Change {ASKS}").click()
    asks = page.get_by_label("What to find out")
    expect(asks).to_have_value(ASKS)
    if script:
        assert page.url.endswith(edit_url(draft))
        assert opened.problems() == opened.complaints == []
    asks.fill("Does every child practise?")
    page.get_by_role("button", name="Save the question").click()
    expect(page.get_by_text("The question is saved.")).to_be_visible()
    expect(page.locator(".asks", has_text="Does every child practise?")).to_be_visible()
    assert FrameworkPrompt.objects.filter(section__framework=draft, asks="Does every child practise?").exists()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_every_page_opens_without_a_barrier(
    open_page: OpenPage, cast: Cast, client_of, draft: Framework, width: int, scheme: str
) -> None:
    section = draft.sections.first()
    assert section is not None
    for url in (
        reverse("reviews:framework_list"),
        reverse("reviews:framework_show", args=[draft.based_on_id]),
        reverse("reviews:framework_use", args=[draft.pk]),
        reverse("reviews:section_edit", args=[section.pk]),
        reverse("reviews:prompt_add", args=[section.pk]),
        reverse("reviews:framework_new"),
    ):
        opened = open_page(url, width=width, scheme=scheme, client=client_of(cast.trust_leader))
        assert opened.problems() == opened.complaints == [], url
        assert opened.sideways() == 0, url
        opened.page.context.close()


def test_on_paper_a_part_has_boxes_to_tick_and_no_buttons(
    open_page: OpenPage, cast: Cast, client_of, draft: Framework
) -> None:
    url = reverse("reviews:framework_show", args=[draft.based_on_id])
    page = open_page(url, client=client_of(cast.governor)).page
    box = page.locator(".scale-boxes").first
    expect(box).to_be_hidden()
    page.emulate_media(media="print")
    expect(box).to_be_visible()
    expect(page.get_by_role("navigation", name="Where a reviewer goes")).to_be_hidden()
