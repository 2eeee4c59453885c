"""On paper: two pages at most however much was written, tagged, and the same bytes each time."""

import datetime
import io
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader

from celt.lib.charts import TrendPoint, trend
from celt.lib.sentences import dis, oth, say
from readers.rules.told import ChartTold, FigureTold, ItemTold, PartTold, Reader, as_data, from_data
from readers.selectors.paper import Around, reader_file
from tests.plans.test_snapshot_paper import structure

AT = datetime.datetime(2026, 12, 4, 9, 30, tzinfo=datetime.UTC)
LONG = "Reading at the expected standard stood still for three years while others gained. " * 12


def chart() -> ChartTold:
    points = [
        TrendPoint(year, group, 60.0 + year - 2020, 50.0, 70.0)
        for year in range(2021, 2026)
        for group in ("dis", "oth")
    ]
    drawn = trend(points, unit="% of pupils")
    return ChartTold("gaps-years", "Reading", say(dis("They"), " rose beside ", oth(), "."), drawn, foot="Statutory.")


def reader(priorities: int = 3, text: str = "", events: int = 3) -> Reader:
    item = ItemTold("Every child reads", word="Behind", tone="warn", says=text, facts=("2 of 4 done.",), asks="Why so?")
    told = FigureTold(
        "ks2", "Reading", "2025/26", "9 points", say(dis("They"), " are behind."), "About 5 in 10.", "Sure."
    )
    parts = (
        PartTold("changed", "Since the last meeting", items=(ItemTold("Reviewed", "3 Oct 2026"),) * events, asks="So?"),
        PartTold("gaps", "The gaps", figures=(told,) * 3, charts=(chart(),), asks="Why?"),
        PartTold(
            "plan", "The plan", "Three priorities.", items=(item,) * priorities, more=(text or "Watched.",), asks="How?"
        ),
    )
    return Reader(
        "academy", "Heronwick", "Kestrelholt", "Full board", "4 December 2026", answer=say("All well."), parts=parts
    )


@pytest.mark.parametrize(
    "told",
    [
        Reader(board="Heronwick"),
        reader(),
        reader(5, LONG, 6),
        reader(5, "W" * 900),
        reader(5, "#pagebreak() $ @x " * 50),
    ],
)
def test_two_pages_at_most(told):
    around = Around(word=LONG[:600], number=2, corrects=LONG[:400])
    assert len(PdfReader(io.BytesIO(reader_file(told, AT, around))).pages) <= 2


def test_headings_and_drawings_are_tagged_and_no_level_is_left_out():
    made = reader_file(reader(), AT)
    tags = structure(made)
    levels = [int(tag[1]) for tag in tags if tag in ("H1", "H2", "H3")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert {"Figure", "P"} <= set(tags)
    root: Any = PdfReader(io.BytesIO(made)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    described = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in described
    assert "Governors’ reader of Heronwick, 4 December 2026" in described
    (alt,) = alternatives(root["/StructTreeRoot"]["/K"])
    assert alt == "Reading: They rose beside other pupils."


def alternatives(node: Any) -> list[str]:
    """What stands for each drawing where it is read out."""
    node = getattr(node, "get_object", lambda: node)()
    if isinstance(node, list):
        return [alt for each in node for alt in alternatives(each)]
    if not isinstance(node, dict):
        return []
    own = [str(node.get("/Alt", ""))] if node.get("/S") == "/Figure" else []
    return own + alternatives(node.get("/K", []))


def test_an_issued_edition_is_the_same_file_each_time():
    assert reader_file(from_data(as_data(reader())), AT) == reader_file(reader(), AT)


def test_a_proof_says_so_and_an_edition_says_what_it_corrects():
    def text(around: Around) -> str:
        pages = PdfReader(io.BytesIO(reader_file(reader(), AT, around))).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())

    assert "proof" in text(Around(proof=True))
    assert "Edition 2 takes the place of edition 1. A wrong day." in text(Around(number=2, corrects="A wrong day."))
    assert "Worth asking: Why so?" in text(Around())
    assert "In the minutes: Governors’ reader of Heronwick for 4 December 2026, edition 1." in text(Around())
    assert "Where it holds 0, the two groups cannot be told apart." in text(Around())
