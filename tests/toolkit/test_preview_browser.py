"""In a real browser: beside what a coach types in Markdown stands what readers will see, while it is typed; nothing of
it runs, and without script a button shows the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from tests import factories as make
from tests.browser import OpenPage
from tests.cast import Cast
from toolkit.models import PracticeVersion
from toolkit.services.practice import start_version

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ClientOf = Callable[..., Client]
WRITE = "/toolkit/practices/ask/write/"


@pytest.fixture(autouse=True)
def draft(cast: Cast) -> PracticeVersion:
    practice = make.PublishedPracticeFactory(
        trust=cast.trust, title="Ask, wait, choose", slug="ask", owner=cast.coach,
        content=make.practice_content("Ask, wait, choose", what="Ask *everybody*."),
    )  # fmt: skip
    return start_version(by=cast.coach, practice=practice)


def preview(page: Page, field: str) -> Locator:
    return page.locator(f".markdown-field:has(textarea[name={field}]) .markdown-preview")


def typed(page: Page, text: str) -> None:
    field = page.locator("textarea[name=what]")
    field.fill("")
    field.press_sequentially(text)


def test_the_preview_follows_what_is_typed(open_page: OpenPage, cast: Cast, client_of: ClientOf) -> None:
    opened = open_page(WRITE, client=client_of(cast.coach))
    page = opened.page
    shown = preview(page, "what")
    expect(shown.locator("em")).to_have_text("everybody")
    other = preview(page, "why").inner_text()
    typed(page, "Ask **all** of them.\n\n- wait\n- choose")
    expect(shown.locator("strong")).to_have_text("all")
    expect(shown.locator("li")).to_have_text(["wait", "choose"])
    assert preview(page, "why").inner_text() == other, "only the field's own preview changes"
    expect(page.locator("textarea[name=what]")).to_be_focused()
    assert opened.complaints == []


def test_what_is_typed_runs_nowhere(open_page: OpenPage, cast: Cast, client_of: ClientOf) -> None:
    page = open_page(WRITE, client=client_of(cast.coach)).page
    shown = preview(page, "what")
    typed(page, "<img src=x onerror=\"document.title='run'\"> [x](javascript:alert(1)) **end**")
    expect(shown.locator("strong")).to_have_text("end")
    expect(shown.locator("img, script, a[href^=javascript]")).to_have_count(0)
    assert page.title() != "run"


def test_without_script_a_button_shows_it(open_page: OpenPage, cast: Cast, client_of: ClientOf) -> None:
    page = open_page(WRITE, client=client_of(cast.coach), script=False).page
    page.locator("textarea[name=what]").fill("Ask **all** of them.")
    page.get_by_role("button", name="Preview").click()
    expect(preview(page, "what").locator("strong")).to_have_text("all")
    expect(page.locator("textarea[name=what]")).to_have_value("Ask **all** of them.")
