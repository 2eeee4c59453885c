"""A governor who opens every page, table and picture finds no number of a group that is hidden from governors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from academies.access import Role
from academies.row_scope import every_row
from dashboards.disclosure.door import OF_CHANGE, OF_FIGURE, OF_POOLED
from dashboards.models import FigureStatus, GapFigure
from dashboards.services import compute_gaps
from tests import factories as make
from tests.cast import Cast
from tests.house.files import APPS

pytestmark = pytest.mark.django_db

# No share is so large: wherever it stands, a hidden number came through, drawn, rounded or subtracted.
PLANTED = 7_700_000.0
TRACES = ("77000", "7,700", "77,000", "7699", "7,699", "7700", "7.7e")
MEASURE = "ks2_reading_exp"
PROJECT = Path(__file__).parents[2]
BREAKDOWNS = ("all", "sex:F", "sex:M", "sen:K", "year:6")


@pytest.fixture
def planted(cast: Cast) -> Cast:
    """Three years of three academies, groups of eight among them; each number that governors may not see is planted."""
    with every_row():
        checkpoint = make.CheckpointFactory(trust=cast.trust, name="Statutory")
        third = make.AcademyFactory(trust=cast.trust)
        for year in (2021, 2022, 2023):
            for academy, poor in ((cast.own, 8), (cast.sibling, 16), (third, 24)):
                for at in range(poor + 30):
                    pupil = make.PupilFactory(trust=cast.trust, sex="FM"[at % 2])
                    enrolment = make.EnrolmentFactory(
                        academy=academy, pupil=pupil, academic_year=year, fsm6=at < poor, sen="NNK"[at % 3]
                    )
                    make.ResultFactory(
                        enrolment=enrolment, checkpoint=checkpoint, assessment="ks2_reading", value=94 + at % 11
                    )
    compute_gaps(trust=cast.trust, touched={"assessments": ["ks2_reading"]})
    # The same under the measure that the overview tells, and under the one that likeness is measured by.
    for measure, checkpoint_named in (("ks2_rwm_exp", "Statutory"), ("attendance_rate", "Full year")):
        for figure in GapFigure.objects.filter(measure=MEASURE, breakdown="all"):
            figure.pk, figure.measure, figure.checkpoint = None, measure, checkpoint_named
            figure.save()
    for status, names in (
        ("reader_status", (*OF_FIGURE, *OF_CHANGE)),
        ("reader_change_status", OF_CHANGE),
        ("reader_pooled_status", OF_POOLED),
    ):
        hidden = GapFigure.objects.exclude(**{status: FigureStatus.SHOWN})
        assert hidden.exists()
        hidden.update(**dict.fromkeys(names, PLANTED))
    return cast


def addresses(cast: Cast) -> Iterator[str]:
    """The home page, what tells facts of academies, and every page and file of the dashboards that takes filters, with
    the filters that matter."""
    yield "/"
    yield from (f"/academies/{rest}" for rest in ("", "academies.csv", "?sort=gap_headline", "?sort=-gap_headline"))
    for academy in (cast.own, cast.sibling):
        yield from (f"/academies/{academy.slug}/{part}" for part in ("", "facts/", "timeline/"))
        yield f"/dashboards/academies/{academy.slug}/like/"
    for breakdown in BREAKDOWNS:
        for year in ("2021/22", "2023/24"):
            query = f"?measure={MEASURE}&source=own&breakdown={breakdown}&year={year}"
            places = {
                "/dashboards/": ("academies", "movement", "years"),
                f"/dashboards/academies/{cast.own.slug}/": ("years", "groups", "year_groups"),
                f"/dashboards/measures/{MEASURE}/": ("funnel", "years"),
            }
            for page, cards in places.items():
                yield page + query
                yield from (f"{page}{card}.csv{query}" for card in cards)
                if breakdown in {"all", "sex:F"}:
                    yield from (f"{page}{card}.svg{query}" for card in cards)


def found_in(client: Client, cast: Cast) -> tuple[list[str], int]:
    """Addresses at which a trace of a planted number stands, and how many were answered."""
    found, answered = [], 0
    for address in addresses(cast):
        response: Any = client.get(address)
        if response.status_code != 200:
            continue
        answered += 1
        body = b"".join(response.streaming_content) if response.streaming else response.content
        text = body.decode("utf-8", errors="replace")
        if any(trace in text for trace in TRACES):
            found.append(address)
    return found, answered


@pytest.mark.parametrize("role", [Role.GOVERNOR, Role.TRUSTEE])
def test_no_page_table_or_picture_holds_a_hidden_number(
    planted: Cast, client_of: Callable[..., Client], role: Role
) -> None:
    found, answered = found_in(client_of(planted.people[role]), planted)
    assert answered > 60
    assert found == []


def test_there_is_one_door() -> None:
    """Figures are read where they pass the door, or where no figure of a group is read at all."""
    through_the_door = {
        f"dashboards/{name}.py"
        for name in (
            "selectors/academy",
            "selectors/facts",
            "selectors/gaps",
            "selectors/staff",
            "selectors/trust",
            "export",
            "readings",
        )
    }
    no_values = {
        "dashboards/selectors/looking.py": 'values_list("measure", "academic_year", "checkpoint", Value(False))'
    }
    own_tables = {
        "dashboards/demo/published.py"
    }  # the invented department prints what it counted, under its own suppression
    readers = {
        str(path.relative_to(PROJECT)): text
        for app in (*APPS, "celt")
        for path in (PROJECT / app).rglob("*.py")
        if "GapFigure.objects" in (text := path.read_text(encoding="utf-8")) or "gap_figures." in text
    }
    assert set(readers) == through_the_door | set(no_values) | own_tables
    ways = ("disclosure.figures(", "disclosure.own_figures(", "disclosure.blank(")
    assert all(any(way in readers[name] for way in ways) for name in through_the_door)
    assert all(how in readers[name] for name, how in no_values.items())


def test_the_search_finds_a_number_that_is_shown(planted: Cast, client_of: Callable[..., Client]) -> None:
    """It can fail: were the hidden figures shown, pages, tables and pictures would all hold them."""
    GapFigure.objects.update(
        reader_status=FigureStatus.SHOWN,
        reader_change_status=FigureStatus.SHOWN,
        reader_pooled_status=FigureStatus.SHOWN,
        value_disadvantaged=50.0,
        value_other=50.0,
    )
    found, _ = found_in(client_of(planted.people[Role.TRUSTEE]), planted)
    assert {address.partition("?")[0].rpartition(".")[2] for address in found} >= {"csv", "svg"}
    assert any("." not in address.partition("?")[0] for address in found)
    assert {"/academies/", "/academies/academies.csv", "/academies/heronwick/facts/"} <= set(found)
