"""The dashboards' charts as a reader keeps them: the same drawing, and its figures as a table beside it."""

from __future__ import annotations

from typing import Any

from celt.lib.charts import ChartCard
from celt.lib.sentences import Sentence
from readers.rules.told import ChartTold

NONE = "–"


def chart_told(card: ChartCard, *, slug: str = "", title: str = "") -> ChartTold:
    """`slug` and `title` where a page has more than one chart of a kind."""
    head, rows = _table(card)
    return ChartTold(
        slug=slug or card.slug,
        title=title or card.title,
        says=card.says if isinstance(card.says, Sentence) else Sentence(()) + card.says,
        chart=card.chart,
        head=head,
        rows=rows,
        foot=card.foot,
        left_out=card.left_out,
        empty=card.empty,
    )


def _table(card: ChartCard) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """What the drawing itself holds, so that neither shows a figure that the other lacks."""
    if card.chart is None:
        return (), ()
    if "years" in card.chart.datasets:
        return _by_year(card.chart.datasets["own"])
    columns = ("Disadvantaged", "Other pupils", "Gap")
    rows = tuple((row["label"], *(row[name] for name in columns)) for row in card.chart.datasets["rows"])
    return ("", "Disadvantaged", "Other pupils", "Gap (95% interval)"), rows


def _by_year(own: list[dict[str, Any]]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    told = {(row["year"], row["group"]): row["Value"] for row in own}
    years = sorted({year for year, _ in told})
    rows = tuple((year, told.get((year, "dis"), NONE), told.get((year, "oth"), NONE)) for year in years)
    return ("Year", "Disadvantaged (95% interval)", "Other pupils (95% interval)"), rows
