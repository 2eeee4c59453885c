"""A reader on paper: A4 pages, tagged, with the drawings of the page; an academy's fits on two."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from typing import Any

from celt.lib import pdf
from celt.lib.charts import Chart
from celt.lib.charts.picture import picture
from plans.rules.summary import cut
from readers.models import Edition
from readers.rules.told import READING, ChartTold, ItemTold, PartTold, Reader, as_data, from_data, minute_of

TEMPLATE = "reader"
FACE = "Libertinus Serif"
_FAMILY = re.compile(r'font-family="[^"]*"')
PAGES = 2
# A drawing over the years is lower on paper than on the page, in pixels: two of them and their words share a sheet.
OVER_YEARS = 225
# Points of type that are tried, the most readable first; in the smallest, how much of a long text may stand.
SIZES = (10.2, 9.8, 9.4, 9.0, 8.5)
SCALES = (260, 160, 90, 40)


@dataclass(frozen=True, slots=True)
class Around:
    """What an edition says above the reader that it keeps."""

    word: str = ""
    number: int = 1
    corrects: str = ""
    proof: bool = False


def edition_file(edition: Edition) -> bytes:
    """The same bytes for the same edition: it says that it was made when it was issued, or prepared."""
    around = Around(edition.word, edition.number, edition.corrects, proof=not edition.is_issued)
    return reader_file(from_data(edition.content), edition.issued_at or edition.prepared_at, around)


def reader_file(reader: Reader, on: datetime.datetime, around: Around | None = None) -> bytes:
    """In the largest type in which two pages hold it; in the smallest with long texts cut, until they do."""
    around = around or Around()
    drawings = {chart.slug: drawing(chart.chart) for chart in reader.charts if chart.chart is not None}
    tries = [(reader, size) for size in SIZES] + [(_shorter(reader, most), SIZES[-1]) for most in SCALES]
    told = (_data(each, around, size) for each, size in tries)
    data = next((each for each in told if pdf.pages(TEMPLATE, each, drawings=drawings) <= PAGES), None)
    return pdf.pdf(TEMPLATE, data or _data(tries[-1][0], around, tries[-1][1]), on=on, drawings=drawings)


def _data(reader: Reader, around: Around, size: float) -> dict[str, Any]:
    """Without the specifications of the charts: they come as drawings."""
    parts = tuple(replace(part, charts=_drawn(part)) for part in reader.parts)
    return {
        **as_data(replace(reader, parts=parts)),
        "word": around.word,
        "number": around.number,
        "corrects": around.corrects,
        "proof": around.proof,
        "minute": minute_of(reader, around.number),
        "reading": READING,
        "size": size,
    }


def _drawn(part: PartTold) -> tuple[ChartTold, ...]:
    """Its key comes as the words of `head`: which mark, in which colour, for what."""
    return tuple(replace(one, chart=None, rows=(), head=_key(one.chart)) for one in part.charts if one.chart)


def _key(chart: Chart) -> tuple[str, ...]:
    return tuple(f"{key.mark}:{key.tone}:{key.says}" for key in chart.key)


def _shorter(reader: Reader, most: int) -> Reader:
    return replace(reader, parts=tuple(_short_part(part, most) for part in reader.parts))


def _short_part(part: PartTold, most: int) -> PartTold:
    return replace(
        part,
        items=tuple(_short_item(item, most) for item in part.items),
        more=tuple(cut(line, most).text for line in part.more),
    )


def _short_item(item: ItemTold, most: int) -> ItemTold:
    return replace(item, says=cut(item.says, most).text)


def drawing(chart: Chart) -> str:
    """The page's own drawing in the document's typeface, for a PDF knows no other."""
    if "years" in chart.datasets:
        chart = replace(chart, narrow={**chart.narrow, "height": OVER_YEARS})
    return _FAMILY.sub(f'font-family="{FACE}"', picture(chart, variant="narrow").decode())
