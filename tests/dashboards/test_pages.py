"""The trust, academy and measure pages: what they answer, what they hide, what they offer as a file, what they cost."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from academies.access import Role
from academies.models.academy import Phase
from academies.row_scope import every_row
from dashboards.models import FigureStatus, GapFigure
from pupils.models.published import PublishedLevel
from tests import factories as make
from tests.browser import OpenPage
from tests.cast import World

ClientOf = Callable[..., Client]
READING = "measure=ks2_reading_exp&source=own"
MOST_QUERIES = 15


@pytest.fixture
def figures(world: World) -> World:
    """The world's academies with two years, breakdowns and a small group that may not be shown."""
    cast = world.cast
    with every_row():
        trust = {"trust": cast.trust, "academy": None, "level": "trust", "run": world.runs[cast.trust.pk]}
        make.GapFigureFactory(**trust, academic_year=make.YEAR - 1, gap=-20.0)
        for academy in (cast.own, cast.sibling):
            own = {"run": world.runs[cast.trust.pk], "academy": academy}
            make.GapFigureFactory(
                **own, academic_year=make.YEAR - 1, gap=-21.0, value_disadvantaged=55.0, value_other=76.0
            )
            for breakdown in ("sex:F", "sex:M", "sen:K"):
                few = {
                    "status": FigureStatus.SUPPRESSED,
                    "reader_status": FigureStatus.SUPPRESSED,
                    "n_disadvantaged": 4,
                }
                make.GapFigureFactory(**own, breakdown=breakdown, **(few if breakdown == "sen:K" else {}))
        figure = world.figures[cast.own.pk]
        figure.change_gap, figure.change_disadvantaged, figure.change_other = 3.5, 5.0, 1.5
        figure.change_status = figure.reader_change_status = FigureStatus.SHOWN
        figure.pooled_gap, figure.pooled_status, figure.pooled_years = -18.3, FigureStatus.SHOWN, 3
        figure.shrunk_gap, figure.shrink_weight = -16.2, 0.58
        figure.save()
    return world


def text(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.django_db
def width_of(svg: bytes) -> int:
    found = re.search(rb'<svg[^>]* width="(\d+)', svg)
    assert found
    return int(found[1])


class TestTrustPage:
    def test_opens_with_its_answer_and_says_when_it_was_computed(self, figures: World, client_of: ClientOf) -> None:
        html = text(client_of(figures.cast.people[Role.TRUST_LEADER]).get(f"/dashboards/?{READING}"))
        assert '<span class="dis">Disadvantaged pupils</span>' in html
        assert "Computed today at" in html
        assert "How this is counted" in html

    def test_every_filter_stands_in_the_address_and_stays_chosen(self, figures: World, client_of: ClientOf) -> None:
        page = client_of(figures.cast.people[Role.TRUST_LEADER]).get(
            f"/dashboards/?{READING}&year=2024/25&breakdown=sex:F"
        )
        html = text(page)
        assert '<option value="ks2_reading_exp" selected>' in html
        assert '<option value="sex:F" selected>' in html
        assert "Girls only" in html

    def test_links_to_each_academy_with_the_same_filters(self, figures: World, client_of: ClientOf) -> None:
        html = text(client_of(figures.cast.people[Role.TRUST_LEADER]).get(f"/dashboards/?{READING}"))
        assert f"/dashboards/academies/{figures.cast.own.slug}/?measure=ks2_reading_exp" in html

    def test_hides_what_may_not_be_shown_and_says_who(self, figures: World, client_of: ClientOf) -> None:
        with every_row():
            figure = figures.figures[figures.cast.own.pk]
            figure.status = figure.reader_status = FigureStatus.SUPPRESSED
            figure.gap = figure.value_disadvantaged = -12.3456
            figure.save()
        client = client_of(figures.cast.people[Role.TRUST_LEADER])
        for address in (f"/dashboards/?{READING}", f"/dashboards/academies.csv?{READING}"):
            content = client.get(address).content.decode()
            assert "too few" in content
            assert "12.3" not in content
        assert "not shown:" in text(client.get(f"/dashboards/?{READING}"))

    def test_csv_holds_the_table_and_the_picture_the_chart(self, figures: World, client_of: ClientOf) -> None:
        client = client_of(figures.cast.people[Role.TRUST_LEADER])
        csv = client.get(f"/dashboards/academies.csv?{READING}")
        assert csv["Content-Disposition"].startswith('attachment; filename="ks2_reading_exp-')
        assert csv.content.decode("utf-8-sig").startswith("Academy,Gap,")
        assert client.get(f"/dashboards/years.svg?{READING}").content.startswith(b"<svg")
        narrow = client.get(f"/dashboards/years.svg?{READING}&box=narrow").content
        assert width_of(narrow) < width_of(client.get(f"/dashboards/years.svg?{READING}").content)
        assert client.get(f"/dashboards/years.png?{READING}").content.startswith(b"\x89PNG")
        for missing in ("nothing.csv", "years.exe", "years.pdf"):
            assert client.get(f"/dashboards/{missing}?{READING}").status_code == 404

    def test_says_what_will_stand_there_before_there_is_a_figure(self, cast: Any, client_of: ClientOf) -> None:
        html = text(client_of(cast.people[Role.TRUST_LEADER]).get("/dashboards/"))
        assert "The trust’s gaps will stand here" in html

    def test_shows_the_departments_figures_as_printed(self, figures: World, client_of: ClientOf) -> None:
        with every_row():
            make.PublishedFigureFactory(
                level=PublishedLevel.NATIONAL, academy=None, value_disadvantaged=51.0, value_other=71.0
            )
        client = client_of(figures.cast.people[Role.TRUST_LEADER])
        html = text(client.get("/dashboards/?source=published&measure=ks2_rwm_exp"))
        assert "Performance tables of the Department for Education" in html
        csv = client.get("/dashboards/published.csv?source=published&measure=ks2_rwm_exp").content.decode("utf-8-sig")
        # 50 here, 71 others here, 71 others in England.
        assert f"{figures.cast.own.name},-21.0,50.0,71.0,-21.0,,58,20,,,51.0,71.0" in csv
        # On the page of one year England is one sentence, not a column that says the same in every row.
        assert "England: " in html
        assert "51%" in html
        assert ">England, other</th>" not in html

    def test_costs_a_fixed_number_of_queries(self, figures: World, client_of: ClientOf) -> None:
        client = client_of(figures.cast.people[Role.TRUST_LEADER])
        client.get(f"/dashboards/?{READING}")
        with CaptureQueriesContext(
            connection,
        ) as few:
            client.get(f"/dashboards/?{READING}")
        with every_row():
            for _ in range(30):
                academy = make.AcademyFactory(trust=figures.cast.trust, phase=Phase.PRIMARY)
                make.GapFigureFactory(run=figures.runs[figures.cast.trust.pk], academy=academy)
        with CaptureQueriesContext(connection) as many:
            page = client.get(f"/dashboards/?{READING}")
        assert len(many) == len(few) <= MOST_QUERIES
        assert "1 to 20 of 32" in text(page)


@pytest.mark.django_db
class TestAcademyPage:
    def test_puts_raw_pooled_and_steadied_side_by_side(self, figures: World, client_of: ClientOf) -> None:
        html = text(client_of(figures.cast.people[Role.HEADTEACHER]).get(self.address(figures)))
        for figure in ("\u221218", "\u221216"):
            assert f'<span class="stat-figure">{figure}' in html
        assert "58% is the academy’s own figure" in html
        assert f"at {figures.cast.own.name}" in html

    def test_of_too_few_pupils_opens_with_what_can_be_read_instead(self, figures: World, client_of: ClientOf) -> None:
        with every_row():
            GapFigure.objects.filter(academy=figures.cast.own, measure="ks2_reading_exp").update(
                status=FigureStatus.SUPPRESSED, pooled_status=FigureStatus.SUPPRESSED
            )
        html = text(client_of(figures.cast.people[Role.HEADTEACHER]).get(self.address(figures)))
        assert "There are too few pupils" in html
        assert "Three ways to read the gap" not in html
        assert html.index("All measures of the year") < html.index("Over the years")
        assert "No year has enough pupils to show" in html

    def test_shows_breakdowns_and_keeps_the_small_one_back(self, figures: World, client_of: ClientOf) -> None:
        csv = client_of(figures.cast.people[Role.HEADTEACHER]).get(self.address(figures, "groups.csv"))
        lines = csv.content.decode("utf-8-sig").splitlines()
        assert [line.split(",")[0] for line in lines[1:]] == ["Girls", "Boys", "SEN support"]
        assert lines[3].split(",")[1:6] == ["too few", "", "", "too few", "too few"]

    def test_of_a_sibling_academy_is_not_there_for_its_neighbours_head(
        self, figures: World, client_of: ClientOf
    ) -> None:
        client = client_of(figures.cast.people[Role.HEADTEACHER])
        assert client.get(f"/dashboards/academies/{figures.cast.sibling.slug}/").status_code == 404

    def test_costs_few_queries(self, figures: World, client_of: ClientOf) -> None:
        client = client_of(figures.cast.people[Role.HEADTEACHER])
        with CaptureQueriesContext(connection) as queries:
            client.get(self.address(figures))
        assert len(queries) <= MOST_QUERIES

    @staticmethod
    def address(figures: World, file: str = "") -> str:
        return f"/dashboards/academies/{figures.cast.own.slug}/{file}?{READING}"


@pytest.mark.django_db
class TestMeasurePages:
    def test_defines_the_measure_and_gives_englands_values(self, figures: World, client_of: ClientOf) -> None:
        html = text(client_of(figures.cast.people[Role.GOVERNOR]).get("/dashboards/measures/ks2_rwm_exp/"))
        assert "Why it matters" in html
        assert "National tests were cancelled" in html
        assert '<h2 id="national-title">England</h2>' in html

    def test_takes_the_filters_of_its_address(self, figures: World, client_of: ClientOf) -> None:
        client = client_of(figures.cast.people[Role.TRUST_LEADER])
        address = "/dashboards/measures/ks2_reading_exp/?source=own"
        assert '<option value="2023/24" selected>' in text(client.get(f"{address}&year=2023/24"))
        assert '<option value="sex:F" selected>' in text(client.get(f"{address}&breakdown=sex:F"))

    def test_costs_few_queries(self, figures: World, client_of: ClientOf) -> None:
        client = client_of(figures.cast.people[Role.TRUST_LEADER])
        with CaptureQueriesContext(connection) as queries:
            html = text(client.get("/dashboards/measures/ks2_reading_exp/"))
        assert len(queries) <= MOST_QUERIES
        assert 'data-chart="funnel-data"' in html

    def test_unknown_measure_is_not_there(self, figures: World, client_of: ClientOf) -> None:
        client = client_of(figures.cast.people[Role.TRUST_LEADER])
        assert client.get("/dashboards/measures/no_such_thing/").status_code == 404

    def test_list_leads_to_each(self, figures: World, client_of: ClientOf) -> None:
        html = text(client_of(figures.cast.people[Role.GOVERNOR]).get("/dashboards/measures/"))
        assert "/dashboards/measures/phonics_exp/" in html


@pytest.mark.browser
@pytest.mark.django_db
@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light")])
def test_dashboards_have_no_barrier(
    figures: World, client_of: ClientOf, open_page: OpenPage, width: int, scheme: str
) -> None:
    client = client_of(figures.cast.people[Role.TRUST_LEADER])
    slug = figures.cast.own.slug
    for path in (
        "/dashboards/",
        f"/dashboards/academies/{slug}/",
        "/dashboards/measures/ks2_reading_exp/",
        "/dashboards/measures/",
    ):
        opened = open_page(f"{path}?{READING}", width=width, scheme=scheme, client=client)
        assert "failed" not in opened.draw_charts()
        assert opened.sideways() == 0, path
        assert opened.problems() == [], path
        assert opened.complaints == [], path


@pytest.mark.browser
@pytest.mark.django_db
def test_a_change_of_filter_shows_at_once_and_is_in_the_address(
    figures: World, client_of: ClientOf, open_page: OpenPage
) -> None:
    opened = open_page(f"/dashboards/?{READING}", client=client_of(figures.cast.people[Role.TRUST_LEADER]))
    opened.page.get_by_label("Pupils", exact=True).select_option("sex:F")
    opened.page.get_by_text("Girls only").wait_for()
    assert "breakdown=sex%3AF" in opened.page.url
    assert "failed" not in opened.draw_charts()
    assert opened.complaints == []
