"""The five rings as a plan's PDF draws them: one segment a condition, its number, and marks that say how firm it is."""

from __future__ import annotations

import datetime
import io
from typing import Any
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from plans.rules.document import ConditionTold, PlanDocument, RingsTold, RingTold
from plans.rules.rings_paper import BRAND, rings_svg
from plans.selectors.printed import plan_file

SVG = "{http://www.w3.org/2000/svg}"


def rings(*standings: tuple[int, ...]) -> RingsTold:
    return RingsTold(
        rings=tuple(
            RingTold(f"Ring {n}", tuple(ConditionTold(f"Condition {k}", s) for k, s in enumerate(ring)))
            for n, ring in enumerate(standings)
        )
    )


def drawing(told: RingsTold) -> ElementTree.Element:
    return ElementTree.fromstring(rings_svg(told))


def test_each_condition_has_its_segment_and_its_number_from_the_centre_outwards():
    svg = drawing(rings((1, 2, 3), (4, 4, 1), (2, 2, 2, 2), (1,) * 6, (3, 0, 1, 2)))
    assert len(svg.findall(f"{SVG}path")) == 20
    assert [text.text for text in svg.findall(f"{SVG}text")] == [str(n) for n in range(1, 21)]


@pytest.mark.parametrize(("standing", "full"), [(1, 0), (2, 1), (3, 2), (4, 3)])
def test_marks_say_the_standing_without_colour(standing, full):
    circles = drawing(rings((standing,))).findall(f"{SVG}circle")
    assert len(circles) == 3
    assert sum(circle.get("fill") != "none" for circle in circles) == full


def test_what_nobody_could_judge_has_no_marks():
    assert drawing(rings((0,))).findall(f"{SVG}circle") == []


def test_only_what_is_embedded_is_in_the_house_colour():
    grounds = [path.get("fill") for path in drawing(rings((1, 2, 3, 4))).findall(f"{SVG}path")]
    assert [ground == BRAND for ground in grounds] == [False, False, False, True]
    assert len(set(grounds)) == 4


def test_the_file_tells_in_words_what_the_picture_shows():
    told = RingsTold(rings=(RingTold("Powerful learning", (ConditionTold("Literacy", 2, "Beginning"),)),))
    document = PlanDocument(academy="Heronwick", year_label="2026/27", answer="A plan.", rings=told)
    reader: Any = PdfReader(io.BytesIO(plan_file(document, datetime.datetime(2026, 12, 4, tzinfo=datetime.UTC))))
    text = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    assert "1. Literacy: beginning" in text
    objects = (reader.get_object(number) for number in range(1, reader.trailer["/Size"]))
    assert any("five rings" in each.get("/Alt", "") for each in objects if isinstance(each, dict))
