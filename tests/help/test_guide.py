"""The guide to reading a gap: its chart is the product's own, its words fit it, and figures lead to it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from celt.lib.statistics import newcombe
from celt.ui.help.guide import ROWS, THIS_YEAR, THREE_YEARS, guide_card, told
from tests.browser import OpenPage
from tests.cast import Cast, World

ClientOf = Callable[..., Client]
GUIDE = "/help/reading-a-gap/"


def text(response: Any) -> str:
    assert response.status_code == 200
    plain = re.sub(r"<[^>]+>", "", html.unescape(response.content.decode()))
    return " ".join(plain.split())


def test_its_rows_are_computed_as_the_products_figures_are() -> None:
    for counted in ROWS:
        low, high = newcombe(counted.k_dis, counted.n_dis, counted.k_oth, counted.n_oth)
        row = counted.row
        assert row.low is not None
        assert row.high is not None
        assert (row.low, row.high) == pytest.approx((100 * float(low), 100 * float(high)))
        assert row.low < row.gap < row.high


def test_what_the_text_says_of_them_is_true() -> None:
    one, three = THIS_YEAR.row, THREE_YEARS.row
    assert one.low is not None
    assert one.high is not None
    assert three.low is not None
    assert three.high is not None
    assert one.low < 0 < one.high  # "That range holds 0"
    assert three.high < 0  # "It does not reach 0"
    assert one.gap == pytest.approx(three.gap)  # "have the same gap, but three times the pupils"
    assert (three.n_dis, three.n_oth) == (3 * one.n_dis, 3 * one.n_oth)
    girls, boys = ROWS[2].row, ROWS[3].row
    assert boys.gap < girls.gap  # "The boys' gap is wider than the girls'"
    assert all(row.low is not None and row.high is not None and row.low < 0 < row.high for row in (girls, boys))
    assert (girls.n_dis + boys.n_dis, girls.n_oth + boys.n_oth) == (one.n_dis, one.n_oth)
    assert (girls.n_dis, boys.n_dis) == (11, 13)  # as the first answer says
    assert told(THIS_YEAR).closer == "\u221213"  # eight points closer: "two children out of 24"


@pytest.mark.django_db
def test_its_words_carry_the_charts_figures(cast: Cast, client_of: ClientOf) -> None:
    page = text(client_of(cast.governor).get(GUIDE))
    assert "54% reached the standard against 75%, so the gap is \u221221 points" in page
    assert "this year \u221243 to +3" in page
    assert "\u221234 to \u22127" in page
    assert "SEN support is not shown" in page


@pytest.mark.django_db
def test_its_chart_comes_as_csv_and_as_picture(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.governor)
    csv = client.get(f"{GUIDE}merrowdown.csv").content.decode("utf-8-sig")
    assert csv.splitlines()[0].startswith("Pupils of year 6,Gap,")
    assert [line.split(",")[0] for line in csv.splitlines()[1:]] == [each.label for each in ROWS]
    assert client.get(f"{GUIDE}merrowdown.svg?theme=dark&box=narrow").content.startswith(b"<svg")
    assert client.get(f"{GUIDE}merrowdown.png").content.startswith(b"\x89PNG")
    for missing in ("other.csv", "merrowdown.pdf"):
        assert client.get(f"{GUIDE}{missing}").status_code == 404
    assert guide_card().table is not guide_card().table  # no request sees another's


@pytest.mark.django_db
def test_it_is_found_wherever_a_figure_stands(world: World, client_of: ClientOf) -> None:
    cast, slug = world.cast, world.cast.own.slug
    for who, address in (
        (cast.trust_leader, "/dashboards/"),
        (cast.governor, f"/dashboards/academies/{slug}/"),
        (cast.headteacher, "/dashboards/measures/ks2_reading_exp/"),
        (cast.teacher, f"/dashboards/staff/{slug}/"),
        (cast.headteacher, f"/academies/{slug}/facts/"),
        (cast.governor, f"/plans/priorities/{world.of('priority', cast.own).pk}/"),
    ):
        answer = client_of(who).get(address, follow=True)
        assert answer.status_code == 200, address
        assert f'href="{GUIDE}"' in answer.content.decode(), address


@pytest.mark.django_db
def test_who_holds_no_role_yet_finds_help_on_the_empty_home(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.nobody).get("/").content.decode()
    main = page[page.index("<main") :]
    assert 'href="/help/"' in main
    assert text(client_of(cast.nobody).get("/help/"))


@pytest.mark.browser
@pytest.mark.django_db
def test_answers_open_without_script(cast: Cast, client_of: ClientOf, open_page: OpenPage) -> None:
    page = open_page(GUIDE, script=False, client=client_of(cast.governor)).page
    questions = page.locator(".guide-try details")
    assert questions.count() == 3
    for question in questions.all():
        assert not question.locator("p").is_visible()
        question.locator("summary").click()
        assert question.locator("p").is_visible()


@pytest.mark.browser
@pytest.mark.django_db
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_help_has_no_barrier(cast: Cast, client_of: ClientOf, open_page: OpenPage, width: int, scheme: str) -> None:
    client = client_of(cast.governor)
    for path in ("/help/", "/help/glossary/", GUIDE, "/help/first-ten-minutes/governor/"):
        opened = open_page(path, width=width, scheme=scheme, client=client)
        assert "failed" not in opened.draw_charts(), path
        assert opened.sideways() == 0, path
        assert opened.problems() == [], path
        assert opened.complaints == [], path
        opened.page.context.close()
    home = open_page("/", width=390, client=client)
    home.settle()
    narrow = home.page
    narrow.get_by_role("banner").get_by_role("link", name="Help").click()
    narrow.wait_for_url("**/help/")
