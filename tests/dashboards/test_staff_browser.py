"""The staff dashboard in a browser: no barrier on a desk or a telephone, and what is chosen shows at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from academies.row_scope import every_row
from dashboards.models import FigureStatus
from tests import factories as make
from tests.browser import OpenPage
from tests.cast import World

ClientOf = Callable[..., Client]


@pytest.fixture
def address(world: World) -> str:
    own = {"run": world.runs[world.cast.trust.pk], "academy": world.cast.own}
    with every_row():
        make.GapFigureFactory(**own, academic_year=make.YEAR - 1, gap=-21.0)
        for year in (4, 5):
            make.GapFigureFactory(**own, breakdown=f"year:{year}", gap=-10.0 - year)
        make.GapFigureFactory(**own, breakdown="sen:K", reader_status=FigureStatus.SUPPRESSED)
    return f"/dashboards/staff/{world.cast.own.slug}/?measure=ks2_reading_exp"


@pytest.mark.browser
@pytest.mark.django_db
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_has_no_barrier(
    address: str, world: World, client_of: ClientOf, open_page: OpenPage, width: int, scheme: str
) -> None:
    opened = open_page(address, width=width, scheme=scheme, client=client_of(world.cast.teacher))
    assert "failed" not in opened.draw_charts()
    assert opened.sideways() == 0
    assert opened.problems() == []
    assert opened.complaints == []


@pytest.mark.browser
@pytest.mark.django_db
def test_a_year_group_shows_at_once_and_is_in_the_address(
    address: str, world: World, client_of: ClientOf, open_page: OpenPage
) -> None:
    opened = open_page(address, client=client_of(world.cast.teacher))
    opened.page.get_by_label("Year group", exact=True).select_option("year:4")
    opened.page.get_by_text("Year 4 only").wait_for()
    assert "breakdown=year%3A4" in opened.page.url
    assert opened.complaints == []
