"""A reader on paper: two A4 pages, tagged, with the drawings of the page."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from typing import Any

from celt.lib import pdf
from celt.lib.charts import Chart
from celt.lib.charts.picture import picture
from readers.models import Edition
from readers.rules.told import ChartTold, Reader, as_data, from_data

TEMPLATE = "reader"
FACE = "Libertinus Serif"
_FAMILY = re.compile(r'font-family="[^"]*"')
# Points of type that are tried, the most readable first.
SIZES = (10.4, 9.8, 9.2, 8.6)
MOST = 2


def edition_file(edition: Edition) -> bytes:
    """Of the same bytes for the same edition: it says that it was made when it was issued, or prepared."""
    on = edition.issued_at or edition.prepared_at
    return reader_file(
        from_data(edition.content), on, word=edition.word, number=edition.number, corrects=edition.corrects,
        proof=not edition.is_issued,
    )  # fmt: skip


def reader_file(
    reader: Reader, on: datetime.datetime, *, word: str = "", number: int = 1, corrects: str = "", proof: bool = False
) -> bytes:
    drawings = {chart.slug: drawing(chart.chart) for chart in reader.charts if chart.chart is not None}
    data = {**_data(reader), "word": word, "number": number, "corrects": corrects, "proof": proof}
    return pdf.pdf(TEMPLATE, {**data, "size": SIZES[0]}, on=on, drawings=drawings)


def _data(reader: Reader) -> dict[str, Any]:
    """Without the specifications of the charts: they come as drawings."""
    told = as_data(replace(reader, parts=tuple(replace(part, charts=_drawn(part.charts)) for part in reader.parts)))
    told["answer"] = str(reader.answer)
    return told


def _drawn(charts: tuple[ChartTold, ...]) -> tuple[ChartTold, ...]:
    return tuple(replace(chart, chart=None, rows=(), head=()) for chart in charts if chart.chart is not None)


def drawing(chart: Chart) -> str:
    """The page's own drawing in the document's typeface, for a PDF knows no other."""
    return _FAMILY.sub(f'font-family="{FACE}"', picture(chart, variant="narrow").decode())
