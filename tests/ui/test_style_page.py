"""The style page: every component in both themes and both widths, in a real browser under the real policy."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.browser import OpenPage

DEMO = "tests.access.demo_urls"
PLAIN = "tests.access.plain_urls"


@pytest.fixture
def demo(settings: Any) -> None:
    settings.DEMO, settings.ROOT_URLCONF = True, DEMO


@pytest.mark.django_db
def test_exists_only_in_demo_mode(client: Client, settings: Any) -> None:
    settings.DEMO, settings.ROOT_URLCONF = False, PLAIN
    assert client.get("/style/").status_code in (302, 404)
    # Even a route that was left in by mistake answers nothing outside demo mode.
    settings.ROOT_URLCONF = DEMO
    assert client.get("/style/").status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
def test_its_pictures_are_drawn_on_the_server(client: Client) -> None:
    svg = client.get("/style/?chart=gaps&picture=svg&theme=dark")
    assert svg["Content-Type"] == "image/svg+xml"
    assert b"<svg" in svg.content
    assert b"#f0a066" in svg.content
    assert b"var(--" not in svg.content
    assert client.get("/style/?chart=trend&picture=png").content.startswith(b"\x89PNG")
    assert client.get("/style/?chart=none&picture=svg").status_code == 404


@pytest.mark.browser
@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_has_no_barrier_and_breaks_no_policy(open_page: OpenPage, width: int, scheme: str) -> None:
    """Charts are drawn without eval, nothing scrolls sideways, axe finds nothing, the console stays empty."""
    style = open_page("/style/", width=width, scheme=scheme)
    drawn = style.draw_charts()
    assert drawn
    assert set(drawn) <= {"wide", "narrow"}
    assert ("wide" in drawn) == (width == 1280)
    assert style.sideways() == 0
    assert style.problems() == []
    assert style.complaints == []


@pytest.mark.browser
@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
def test_works_without_script(open_page: OpenPage) -> None:
    style = open_page("/style/", width=390, script=False)
    page = style.page
    assert not page.get_by_role("button", name="Dark").is_visible()
    page.get_by_role("link", name="Menu").click()
    assert page.get_by_role("button", name="Dark").is_visible()
    page.get_by_role("link", name="Close", exact=True).click()
    assert not page.get_by_role("button", name="Dark").is_visible()
    # The server's picture stands where a chart would be drawn, and the table opens by one click.
    card = page.locator("#gaps")
    assert card.locator("img").is_visible()
    card.get_by_text("Table", exact=True).click()
    assert card.get_by_role("link", name="Heronmoor").is_visible()


@pytest.mark.browser
@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
def test_theme_holds_on_the_next_page(open_page: OpenPage) -> None:
    page = open_page("/style/").page
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    with page.expect_response("**/theme/"):
        page.get_by_role("button", name="Dark").click()
    page.reload()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
