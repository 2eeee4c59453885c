"""In a real browser: the page of a visit is loaded anew while there is no network. What comes up is what stood there,
in use; and the copy is on the device no longer than it must be."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from coaching.models import Visit
from tests.browser import Network, OpenPage
from tests.cast import Cast
from tests.coaching.test_visit_browser import (
    FIRST,
    SECOND,
    WAITS,
    at,
    cycle,
    notes,
    observed,
    running,
    write,
)

__all__ = ["cycle", "observed", "running"]  # fixtures
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ClientOf = Callable[..., Client]
TABLET = 820
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  return found.filter((one) => !one.startsWith('/static/')).sort();
}"""

COPY = "async (path) => { const kept = await caches.match(path); return kept ? kept.text() : ''; }"


def is_kept(page: Page, *paths: str) -> None:
    """Waits until these pages are kept on the device, and no other."""
    kept: list[str] = []
    # Playwright's own waiting takes a promise for a yes.
    for _ in range(100):
        kept = page.evaluate(KEPT)
        if kept == sorted(paths):
            return
        page.wait_for_timeout(100)
    assert kept == sorted(paths)


def is_kept_with(page: Page, path: str, text: str) -> None:
    """Waits until the copy of the page says so: it is made anew a moment after what it shows was sent."""
    copy = ""
    for _ in range(100):
        copy = page.evaluate(COPY, path)
        if text in copy:
            return
        page.wait_for_timeout(100)
    assert text in copy


def ready(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def test_a_visit_goes_on_after_a_reload_without_network(
    network: Network, open_page: OpenPage, cast: Cast, client_of: ClientOf, running: Visit
) -> None:
    page = open_page(at("visit_observe", running), client=client_of(cast.coach), width=TABLET).page
    ready(page)
    write(page, FIRST)
    expect(page.get_by_role("link", name="Change")).to_have_count(1)
    is_kept(page, at("visit_observe", running))
    page.evaluate("window.offline.keep()")
    network.cut(page)
    write(page, SECOND)
    expect(page.get_by_text(WAITS, exact=True)).to_have_count(1)
    page.wait_for_timeout(1500)
    before = page.locator("[data-clock]").inner_text()

    page.reload()
    expect(page.locator("[data-note-state]")).to_contain_text("No connection.")
    expect(page.locator("[data-notes-list] li")).to_have_count(2)
    expect(page.locator("[data-notes-list] li").first).to_contain_text(SECOND)
    expect(page.locator("[data-notes-list] li").last).to_contain_text(FIRST)
    assert page.locator("[data-clock]").inner_text() >= before, "the clock goes on, whenever the page came"
    assert page.locator(".observe-bar").evaluate("bar => getComputedStyle(bar).display") != "block", "style sheets came"
    write(page, "After the reload.")
    expect(page.get_by_text(WAITS, exact=True)).to_have_count(2)
    assert notes(cast) == [FIRST]
    network.restore(page)
    expect(page.get_by_text(WAITS, exact=True)).to_have_count(0)
    assert notes(cast) == [FIRST, SECOND, "After the reload."]

    # Opened again without network, on the same tablet.
    is_kept_with(page, at("visit_observe", running), "After the reload.")
    network.cut(page)
    page.goto("about:blank")
    page.go_back()
    expect(page.locator("[data-notes-list] li")).to_have_count(3)


def test_feedback_goes_on_after_a_reload_without_network(
    network: Network, open_page: OpenPage, cast: Cast, client_of: ClientOf, observed: Visit
) -> None:
    page = open_page(at("visit_feedback", observed), client=client_of(cast.coach), width=TABLET).page
    ready(page)
    state = page.locator("[data-state]")
    page.get_by_label("Praise").fill("You waited four seconds.")
    expect(state).to_contain_text("Saved at")
    is_kept(page, at("visit_feedback", observed))
    network.cut(page)
    page.get_by_label("Probing question").fill("Who waited?")
    expect(state).to_contain_text("No connection.")
    page.reload()
    expect(page.get_by_label("Praise")).to_have_value("You waited four seconds.")
    expect(page.get_by_label("Probing question")).to_have_value("Who waited?")
    page.get_by_label("In the words that you two agree on").fill("Count to four.")
    network.restore(page)
    expect(state).to_contain_text("Saved at")
    expect(page.locator("[data-both]")).to_have_count(0)
    page.get_by_role("button", name="Give the feedback").click()
    expect(page.get_by_text("Given.")).to_be_visible()
    is_kept(page)


def test_no_other_page_is_kept_and_none_for_anybody_else(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, running: Visit
) -> None:
    page = open_page(at("visit_observe", running), client=client_of(cast.coach), width=TABLET).page
    home = page.url.split("/coaching/")[0] + "/"
    ready(page)
    is_kept(page, at("visit_observe", running))
    for other in (at("cycle_show", running.cycle), reverse("coaching:home")):
        page.goto(home.rstrip("/") + other)
    is_kept(page, at("visit_observe", running))
    for name, morsel in client_of(cast.headteacher).cookies.items():
        page.context.add_cookies([{"name": name, "value": morsel.value, "url": home}])
    page.goto(home)
    is_kept(page)


def test_signing_out_and_thirty_days_take_it_off(
    open_page: OpenPage, cast: Cast, client_of: ClientOf, running: Visit
) -> None:
    page = open_page(at("visit_observe", running), client=client_of(cast.coach)).page
    home = page.url.split("/coaching/")[0] + "/"
    is_kept(page, at("visit_observe", running))
    page.goto(home)
    page.evaluate(
        """async (path) => {
          const box = await caches.open((await caches.keys())[0]);
          await box.put(path, new Response('old', { headers: { 'Kept-At': String(Date.now() - 31 * 864e5) } }));
        }""",
        at("visit_observe", running),
    )
    page.reload()
    is_kept(page)
    page.goto(home.rstrip("/") + at("visit_observe", running))
    is_kept(page, at("visit_observe", running))
    page.goto(home)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/**")
    is_kept(page)
    assert page.evaluate("caches.keys()") == []


def test_the_worker_reaches_visits_alone(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.coach).get(reverse("coaching:visit_worker"))
    assert answer["Service-Worker-Allowed"] == "/coaching/visits/"
    assert "no-cache" in answer["Cache-Control"]
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    assert answer["Content-Type"].startswith("text/javascript")


def test_the_copy_has_a_content_policy(open_page: OpenPage, cast: Cast, client_of: ClientOf, running: Visit) -> None:
    """It comes without the headers of the server, so that it is given its own."""
    page = open_page(at("visit_observe", running), client=client_of(cast.coach), width=TABLET).page
    is_kept(page, at("visit_observe", running))
    policy = "async (path) => (await caches.match(path))?.headers.get('Content-Security-Policy')"
    says: str = page.evaluate(policy, at("visit_observe", running))
    assert "script-src 'self'" in says
    assert "default-src 'none'" in says
