"""A real browser for tests marked `browser`: pages in any width and theme, what the console said, and what axe finds.

@pytest.mark.browser
def test_page(open_page):
    page = open_page("/style/", width=390, scheme="dark")
    assert page.problems() == []
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

# Found on the machine, or "" for the one that Playwright brings.
CHROMIUM = (
    os.environ.get("CHROMIUM")
    or shutil.which("chromium")
    or shutil.which("chromium-browser")
    or shutil.which("google-chrome")
)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
AXE = Axe().axe_script
PATIENCE = 20_000  # ms; a slow machine is no failure
LEFT = "net::ERR_ABORTED"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # not every element that is well, which takes most of the time
}
# Two frames for what changes to begin, and then to its end.
CHANGED_OVER = """async () => {
    for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
    for (const each of document.getAnimations()) if (each instanceof CSSTransition) each.finish();
}"""


@dataclass
class Opened:
    """A page that stands open, with all that the browser complained of."""

    page: Page
    status: int
    complaints: list[str] = field(default_factory=list)

    def problems(self) -> list[str]:
        """What axe finds, one line each."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        found = self.page.evaluate("rules => axe.run(rules).then(told => told.violations)", RULES)
        return [f"{v['id']}: {v['help']} ({node['html'][:120]})" for v in found for node in v["nodes"]]

    def becomes(self, width: int, scheme: Any) -> None:
        """The same page in a window of that width, with the light on or off; its colours have changed over."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme=scheme)
        self.page.evaluate(CHANGED_OVER)

    def sideways(self) -> int:
        """How many px the page can be scrolled sideways; 0 is right."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def settle(self) -> None:
        """Waits until the page has all that it asks for."""
        self.page.wait_for_load_state("networkidle")

    def draw_charts(self) -> list[str]:
        """Scrolls through the page and waits for each chart; tells 'wide', 'narrow' or 'failed' of each."""
        for figure in self.page.locator("[data-chart]").all():
            figure.scroll_into_view_if_needed()
            self.page.wait_for_function("f => f.dataset.drawn", arg=figure.element_handle(), timeout=PATIENCE)
        self.page.evaluate("scrollTo(0, 0)")
        return [figure.get_attribute("data-drawn") or "" for figure in self.page.locator("[data-chart]").all()]


OpenPage = Callable[..., Opened]


def failed(request: Request) -> list[str]:
    """What a page asked for and did not get; not what it gave up, or was asking for when somebody left it."""
    return [] if request.failure == LEFT else [f"failed: {request.url} ({request.failure})"]


def token_told(request: Request) -> list[str]:
    """A token in an address stands in the log of every server on its way."""
    return [f"a token in an address: {request.url}"] if "csrfmiddlewaretoken" in request.url else []


@contextmanager
def patience(page: Page, milliseconds: int) -> Iterator[None]:
    """How long a page has until something is missing, in a test that something is."""
    page.set_default_timeout(milliseconds)
    expect.set_options(timeout=milliseconds)
    try:
        yield
    finally:
        expect.set_options(timeout=PATIENCE)
        page.set_default_timeout(PATIENCE)


def back_online(page: Page) -> None:
    """The browser has its network again, and says so to the page at once."""
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")


def lose_first_answer(page: Page, path: str) -> None:
    """The server takes what a script sends to an address that ends so, and its first answer never comes. The body's
    `data-answered` has the status of each. Within the page, for what stands between page and network does not see every
    request of a page that a service worker has just taken over."""
    page.evaluate(
        """path => {
            const send = window.fetch, answered = [];
            window.fetch = async (url, ...more) => {
                const answer = await send(url, ...more);
                if (!new URL(url, location.href).pathname.endsWith(path)) return answer;
                document.body.dataset.answered = [...answered, answer.status].join(" ");
                if (answered.push(answer.status) === 1) throw new TypeError("The answer was lost.");
                return answer;
            };
        }""",
        path,
    )


class Network:
    """Between a browser and the server. A browser that is told to be offline can still let a request of a page that
    loads anew slip through, so the server hangs up as well. `refused`: the end of a path on which it alone hangs up."""

    def __init__(self, server: Any) -> None:
        self.is_cut = False
        self.refused = ""
        network = self

        class Handler(server.RequestHandlerClass):
            def parse_request(self) -> bool:
                if network.is_cut:
                    self.close_connection = True
                    return False
                if not super().parse_request():
                    return False
                if network.refused and self.path.endswith(network.refused):
                    self.close_connection = True
                    return False
                return True

        server.RequestHandlerClass = Handler

    def cut(self, page: Page) -> None:
        self.is_cut = True
        page.context.set_offline(True)

    def restore(self, page: Page) -> None:
        self.is_cut = False
        back_online(page)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright's loop runs in this thread; Django would take its own queries for asynchronous ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    call_command("build_static", verbosity=0)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM or None, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def network(live_server: Any) -> Iterator[Network]:
    """Cut and restored by a test; taken before `open_page`, so that no connection is older."""
    server = live_server.thread.httpd
    plain = server.RequestHandlerClass
    yield Network(server)
    server.RequestHandlerClass = plain


@pytest.fixture
def open_page(chromium: Browser, live_server: Any) -> Iterator[OpenPage]:
    """open_page(path, width=1280, scheme="light", script=True, client=None): `client` is a signed-in test client.

    open_page(path, beside=opened): in the same browser, which has the style sheets and scripts already.
    """
    contexts = []

    def opened(
        path: str,
        *,
        width: int = 1280,
        scheme: Any = "light",
        script: bool = True,
        client: Client | None = None,
        beside: Opened | None = None,
    ) -> Opened:
        context = beside.page.context if beside else None
        if context is None:
            context = chromium.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
            )
            contexts.append(context)
            if client is not None:
                for name, morsel in client.cookies.items():
                    context.add_cookies([{"name": name, "value": morsel.value, "url": live_server.url}])
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.extend(token_told(request)))
        page.on("requestfailed", lambda request: complaints.extend(failed(request)))
        response = page.goto(live_server.url + path)
        return Opened(page, response.status if response else 0, complaints)

    yield opened
    for context in contexts:
        context.close()
