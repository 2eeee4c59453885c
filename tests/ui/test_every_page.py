"""Rule 10: every page of the product in a real browser. axe finds nothing, nothing scrolls sideways, the policy holds.

The pages are those of tests/access/routes/, each opened by somebody who may: a page joins when it gets its row there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.access.routes import EVERYBODY, ROUTES, Route
from tests.access.sweep import Sweep
from tests.browser import Opened, OpenPage
from tests.cast import World

PAGES_AT_LEAST = 20
# The style page has its own test, which waits for all its charts.
ELSEWHERE = {"style"}


SIZES: tuple[tuple[int, str], ...] = ((1280, "light"), (390, "dark"))


class WithoutScript(HTMLParser):
    """What a page says where no script runs: its first headings in `main`, and buttons that no form sends."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.inside: Counter[str] = Counter()
        self.headings = self.loose = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside[tag] += 1
        self.headings += tag == "h1" and self.inside["main"] > 0
        self.loose += tag == "button" and not self.inside["form"] and "form" not in dict(attrs)

    def handle_endtag(self, tag: str) -> None:
        self.inside[tag] -= 1

    def wrong(self) -> Iterator[str]:
        if self.headings != 1:
            yield f"has {self.headings} first headings"
        if self.loose:
            yield f"has {self.loose} buttons that no form sends"


def html_pages(sweep: Sweep) -> Iterator[tuple[Route, str, Client | None, str]]:
    """Each row that answers GET with a page: (row, address, client of somebody who may open it, the page)."""
    for route in ROUTES:
        if route.get != 200 or route.fragment or route.name in ELSEWHERE:
            continue
        academy = sweep.cast.own
        url = reverse(route.name, kwargs=route.args(sweep.world, academy) if route.args else None) + route.query
        at = academy if route.args and route.places else None
        who = next(name for name, user in sweep.people.items() if sweep.may(route, user, at))
        client = None if route.who == EVERYBODY else sweep.clients[who]
        answer = (client or Client()).get(url)
        if answer.headers["Content-Type"].startswith("text/html"):
            yield route, url, client, answer.content.decode()


def barriers(opened: Opened) -> Iterator[str]:
    opened.draw_charts()
    yield from opened.problems()
    yield from opened.complaints
    if opened.sideways():
        yield f"scrolls {opened.sideways()} px sideways"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_every_page_opens_without_a_barrier(open_page: OpenPage, world: World, settings: Any) -> None:
    """As it opens in the first size, and in each other that its window takes; and without script it has one heading
    that answers, and no control that only script could work."""
    settings.DEMO, settings.ROOT_URLCONF = True, "tests.access.demo_urls"
    wrong: list[str] = []
    browsers: dict[Client | None, Opened] = {}
    count = 0
    for route, url, client, text in html_pages(Sweep(world)):
        found = [*WithoutScript(text).wrong()]
        beside = browsers.get(client)
        opened = open_page(url, client=client, beside=beside)
        for width, scheme in SIZES:
            opened.becomes(width, scheme)
            found += [f"{width} px, {scheme}: {each}" for each in barriers(opened)]
            opened.complaints.clear()
        if beside:
            opened.page.close()
        else:
            browsers[client] = opened
        wrong += [f"{route.named} ({url}): {each}" for each in found]
        count += 1
    assert count >= PAGES_AT_LEAST
    assert not wrong, "\n".join(wrong)


def test_what_lacks_without_script_is_seen() -> None:
    good = WithoutScript(
        "<h1>No</h1><main><h1>One</h1><form><button>Send</button></form><button form=f>Too</button></main>"
    )
    assert list(good.wrong()) == []
    bad = WithoutScript("<main><h1>One</h1><h1>Two</h1><form></form><button>Loose</button></main>")
    assert list(bad.wrong()) == ["has 2 first headings", "has 1 buttons that no form sends"]
