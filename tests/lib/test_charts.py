"""Charts: the specifications hold what a reader needs, in type that can be read, with names that do not collide."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest

from celt.lib.charts import (
    Chart,
    FunnelPoint,
    GapRow,
    Move,
    Reference,
    TrendPoint,
    bar_and_gap,
    funnel,
    gaps,
    outside,
    trend,
)
from celt.lib.charts.bar_and_gap import HEIGHT_WIDE
from celt.lib.charts.labels import box, overlap, place_names
from celt.lib.charts.picture import picture
from celt.lib.charts.theme import PALETTES, SMALL, coloured, points
from celt.ui.sample import ACADEMIES, charts

DRAWN = {name: chart for name, chart in charts().items() if chart}


def walk(spec: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(spec, dict):
        for key, value in spec.items():
            yield key, value
            yield from walk(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from walk(value)


@pytest.mark.parametrize("variant", ["wide", "narrow"])
@pytest.mark.parametrize("chart", DRAWN.values(), ids=DRAWN.keys())
class TestEverySpecification:
    def test_no_type_is_smaller_than_twelve_px(self, chart: Chart, variant: Any) -> None:
        sizes = [value for key, value in walk(chart.spec(variant)) if key.endswith("ontSize")]
        assert sizes
        assert min(sizes) >= SMALL == 12

    def test_data_is_named_and_there(self, chart: Chart, variant: Any) -> None:
        spec = chart.spec(variant)
        used = {value["name"] for key, value in walk(spec) if key == "data" and isinstance(value, dict)}
        assert used
        assert used <= set(spec["datasets"])

    def test_width_may_be_changed_and_nothing_is_cut(self, chart: Chart, variant: Any) -> None:
        assert chart.spec(variant)["autosize"] == {"type": "fit-x", "contains": "padding"}

    def test_colours_are_tokens_so_that_a_theme_needs_no_second_drawing(self, chart: Chart, variant: Any) -> None:
        text = json.dumps(chart.spec(variant))
        assert '"#' not in text
        for theme in PALETTES:
            assert "var(--" not in json.dumps(coloured(chart.spec(variant), theme))

    def test_is_drawn_by_the_server(self, chart: Chart, variant: Any) -> None:
        assert picture(chart, variant=variant).startswith(b"<svg")


def row(**changes: Any) -> GapRow:
    return GapRow(
        **{
            "label": "Heronmoor",
            "dis": 38,
            "oth": 72,
            "gap": -34,
            "low": -48,
            "high": -20,
            "n_dis": 24,
            "n_oth": 48,
            **changes,
        }
    )


def test_gap_interval_is_drawn_from_the_other_groups_figure() -> None:
    chart = gaps([row()], unit="%")
    assert chart
    assert chart.datasets["rows"][0] | {"low": 24, "high": 52} == chart.datasets["rows"][0]
    assert chart.datasets["rows"][0]["Gap"] == "\u221234 (\u221248 to \u221220)"


def test_gap_without_an_interval_is_drawn_without_one() -> None:
    chart = gaps([row(low=None, high=None)], unit="%")
    assert chart
    assert chart.datasets["rows"][0]["Gap"] == "\u221234"


def test_references_are_told_in_the_key() -> None:
    chart = gaps([row()], unit="%", references=[Reference("oth", 69, "England")])
    assert chart
    assert "England, dashed" in [key.says for key in chart.key]
    assert chart.datasets["references"][0]["says"] == "England 69"


def test_nothing_to_draw_is_no_chart() -> None:
    assert gaps([], unit="%") is None
    assert trend([], unit="%") is None
    assert bar_and_gap([]) is None
    assert funnel([FunnelPoint("One", -3, 0)], centre=-20) is None


def test_year_without_data_breaks_the_line_and_stands_on_the_axis() -> None:
    chart = trend([TrendPoint(year, "dis", 40, 36, 44) for year in (2018, 2021, 2022)], unit="%")
    assert chart is not None
    assert [r["run"] for r in chart.datasets["own"]] == ["dis0", "dis1", "dis1"]
    assert [r["alone"] for r in chart.datasets["own"]] == [True, False, False]
    assert [r["year"] for r in chart.datasets["years"]] == ["2018/19", "2019/20", "2020/21", "2021/22", "2022/23"]


def test_numbers_of_the_highest_and_the_lowest_year_have_room_above_and_below() -> None:
    chart = trend([TrendPoint(2021, "dis", 43.8, 42, 45), TrendPoint(2022, "oth", 12.6, 10.4, 15)], unit="%")
    assert chart is not None
    scales = re.findall(r'"scale": \{"domain": \[([\d.]+), ([\d.]+)\]', json.dumps(chart.wide))
    assert scales
    for least, most in scales:
        assert float(least) <= 12.6 - 4
        assert float(most) >= 43.8 + 4


def test_funnel_tells_who_lies_outside_which_limit() -> None:
    assert outside(FunnelPoint("Near", -25, 5), -20) == ""
    assert outside(FunnelPoint("Far", -31, 5), -20) == "95%"
    assert outside(FunnelPoint("Out", -40, 5), -20) == "99.8%"


def test_names_of_thirteen_academies_do_not_cover_each_other() -> None:
    """At each width that the wide variant may have."""
    moves = [Move(a[0], a[6], a[7]) for a in ACADEMIES]
    chart = bar_and_gap(moves)
    assert chart is not None
    reach = 7.0
    dots = [((m.attainment + reach) / (2 * reach), (reach - m.narrowed) / (2 * reach)) for m in moves]
    places = place_names(dots, [m.label for m in moves], widths=(360.0, 480.0, 700.0), height=HEIGHT_WIDE)
    for width in (360.0, 480.0, 700.0):
        boxes = [
            box(x * width, y * HEIGHT_WIDE, m.label, place)
            for (x, y), m, place in zip(dots, moves, places, strict=True)
        ]
        assert [(a, b) for a, b in combinations(range(13), 2) if overlap(boxes[a], boxes[b]) > 12] == []


def test_points_carry_a_true_minus_and_zero_no_sign() -> None:
    assert (points(-21.4), points(3), points(-0.2), points(2.25, places=1)) == ("\u221221", "+3", "0", "+2.2")
