"""Rule 10: every page of the product in a real browser. axe finds nothing, nothing scrolls sideways, the policy holds.

The pages are those of tests/access/routes/, each opened by somebody who may: a page joins when it gets its row there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.access.routes import EVERYBODY, ROUTES, Route
from tests.access.sweep import Sweep
from tests.browser import OpenPage
from tests.cast import World

PAGES_AT_LEAST = 20
# The style page has its own test, which waits for all its charts.
ELSEWHERE = {"style"}


def html_pages(sweep: Sweep) -> Iterator[tuple[Route, str, Client | None]]:
    """Each row that answers GET with a page: (row, address, client of somebody who may open it)."""
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
            yield route, url, client


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_every_page_opens_without_a_barrier(
    open_page: OpenPage, world: World, settings: Any, width: int, scheme: str
) -> None:
    settings.DEMO, settings.ROOT_URLCONF = True, "tests.access.demo_urls"
    wrong: list[str] = []
    pages = list(html_pages(Sweep(world)))
    for route, url, client in pages:
        opened = open_page(url, width=width, scheme=scheme, client=client)
        opened.draw_charts()
        found = [*opened.problems(), *opened.complaints]
        if opened.sideways():
            found.append(f"scrolls {opened.sideways()} px sideways")
        wrong += [f"{route.named} ({url}): {each}" for each in found]
        opened.page.context.close()
    assert len(pages) >= PAGES_AT_LEAST
    assert not wrong, "\n".join(wrong)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_every_page_says_its_piece_without_script(open_page: OpenPage, world: World, settings: Any) -> None:
    """One heading that answers, a way to the content, and no control that only script could work."""
    settings.DEMO, settings.ROOT_URLCONF = True, "tests.access.demo_urls"
    wrong: list[str] = []
    for route, url, client in html_pages(Sweep(world)):
        page = open_page(url, script=False, client=client).page
        if page.locator("main h1").count() != 1:
            wrong.append(f"{route.named} ({url}) has {page.locator('main h1').count()} first headings")
        loose = page.locator("button:not(form button):not([form])").count()
        if loose:
            wrong.append(f"{route.named} ({url}) has {loose} buttons that no form sends")
        page.context.close()
    assert not wrong, "\n".join(wrong)
