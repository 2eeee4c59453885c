"""Each of the four users finishes their first ten minutes in a browser, told only what the help page says.

The sentences are read from the page and done as they stand: where a menu entry, a heading or a text was renamed, the
page no longer tells the truth, and its test fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from academies.access import Role
from celt.ui.help.steps import WAYS, first_minutes
from tests.browser import OpenPage, patience
from tests.cast import World

ClientOf = Callable[..., Client]
WHO = {
    "trust-leader": Role.TRUST_LEADER,
    "headteacher": Role.HEADTEACHER,
    "coach": Role.COACH,
    "governor": Role.GOVERNOR,
}


def in_menu(page: Page, name: str) -> Locator:
    return page.get_by_role("navigation", name="Main").get_by_role("link", name=name, exact=True)


def on_page(page: Page, name: str) -> Locator:
    return page.get_by_role("main").get_by_role("link", name=name, exact=True).first


def opened(page: Page, name: str) -> Locator:
    return page.locator("summary").filter(has_text=re.compile(re.escape(name) + r"\s*$"))


def first_in_table(page: Page, name: str) -> Locator:
    card = page.locator("section").filter(has=page.get_by_role("heading", name=name, exact=True))
    return card.get_by_role("table").get_by_role("rowheader").first.get_by_role("link")


# What a sentence of the page begins and ends with, and how a person does it.
DOES: tuple[tuple[re.Pattern[str], Callable[[Page, str], Locator]], ...] = (
    (re.compile(r"^In the menu press “(.+)”\.$"), in_menu),
    (re.compile(r"^Press the link “(.+)”\.$"), on_page),
    (re.compile(r"^Open the question that ends “(.+)”\.$"), opened),
    (re.compile(r"^In the table under “(.+)” press the first name\.$"), first_in_table),
)
SEES = re.compile(r"^Find “(.+)” on the page\.$")


def do(page: Page, sentence: str) -> None:
    """What the sentence says; a sentence that cannot be followed fails."""
    for pattern, find in DOES:
        if said := pattern.match(sentence):
            thing = find(page, said[1])
            expect(thing, sentence).to_be_visible()
            thing.click()
            page.wait_for_load_state("networkidle")
            return
    raise AssertionError(f"Nobody could do this: {sentence}")


def see(page: Page, sentence: str, after: str) -> None:
    said = SEES.match(sentence)
    assert said, sentence
    found = page.get_by_role("main").get_by_text(said[1]).locator("visible=true")
    expect(found.first, f"After “{after}” the page should show “{said[1]}”").to_be_visible()


def told(page: Page) -> list[tuple[str, str]]:
    """The steps as they stand on the help page: (what to do, what one then sees)."""
    steps = page.locator(".first-steps > li")
    return [
        (step.locator(".first-does").inner_text().strip(), step.locator(".first-then").inner_text().strip())
        for step in steps.all()
    ]


@pytest.mark.browser
@pytest.mark.django_db
@pytest.mark.parametrize("slug", list(WHO))
def test_each_finishes_their_first_ten_minutes(
    slug: str, world: World, client_of: ClientOf, open_page: OpenPage
) -> None:
    start = open_page("/", client=client_of(world.cast.people[WHO[slug]]))
    start.settle()
    page = start.page
    in_menu(page, "Help").click()
    on_page(page, first_minutes()[slug].title).click()
    page.wait_for_load_state("networkidle")
    steps = told(page)
    assert len(steps) >= 5
    for does, sees in steps:
        do(page, does)
        see(page, sees, after=does)
    assert start.complaints == []


@pytest.mark.browser
@pytest.mark.django_db
def test_a_page_that_tells_no_truth_is_found(world: World, client_of: ClientOf, open_page: OpenPage) -> None:
    page = open_page("/help/", client=client_of(world.cast.governor)).page
    with patience(page, 1_000):
        with pytest.raises(AssertionError, match="In the menu press “Trusst”"):
            do(page, "In the menu press “Trusst”.")
        with pytest.raises(AssertionError, match="should show “Glossaries”"):
            see(page, "Find “Glossaries” on the page.", after="nothing")
        with pytest.raises(AssertionError, match="Nobody could do this"):
            do(page, "Look around a little.")


def test_there_is_a_page_for_each_of_the_four_and_each_way_is_told_so_that_it_can_be_done() -> None:
    assert set(first_minutes()) == set(WHO)
    for way, sentence in WAYS.items():
        assert any(pattern.match(sentence) for pattern, _ in DOES), way
    for each in first_minutes().values():
        assert each.after
        assert all(step.why for step in each.steps)


@pytest.mark.django_db
def test_ones_own_comes_first_and_names_ones_own_academy(world: World, client_of: ClientOf) -> None:
    cast = world.cast
    index = client_of(cast.governor).get("/help/").content.decode()
    order = re.findall(r"/help/first-ten-minutes/([a-z-]+)/", index)
    assert order[0] == "governor"
    assert set(order) == set(WHO)
    own = client_of(cast.governor).get("/help/first-ten-minutes/governor/").content.decode()
    assert f"In the menu press “{cast.own.name}”." in own
    others = client_of(cast.trust_leader).get("/help/first-ten-minutes/governor/").content.decode()
    assert "In the menu press “the name of your academy”." in others
    assert client_of(cast.governor).get("/help/first-ten-minutes/nobody/").status_code == 404
