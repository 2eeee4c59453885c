"""Bars of counts that are told in steps: solid as far as is certain, pale as far as it may reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import altair as alt

from celt.lib.charts.parts import Chart, Key, finish, haloed
from celt.lib.charts.theme import BRAND, INK, SMALL, TEXT, Spec

ROW_WIDE, ROW_NARROW = 32, 48  # px


@dataclass(frozen=True, slots=True)
class ReachRow:
    """At least `least`, at most `most`; `says` stands at the end of the bar."""

    label: str
    least: float
    most: float
    says: str


def reach(rows: Sequence[ReachRow], *, unit: str, end: float) -> Chart | None:
    """The chart, or None where there is no row. `end`: where the axis ends."""
    if not rows:
        return None
    data = [{"label": r.label, "least": r.least, "most": r.most, "says": r.says} for r in rows]
    widest = max(len(row.says) for row in rows)
    return Chart(
        datasets={"rows": data},
        wide=_wide(unit, end, len(data), 14 + 7 * widest),
        narrow=_narrow(unit, end, len(data)),
        narrow_below=520,
        key=(Key("line", "brand", "Certain"), Key("bar", "brand", "May be: counts are rounded down to fives")),
    )


def _bars(unit: str, end: float, y: alt.Y) -> tuple[list[Any], alt.Chart]:
    rows = alt.Chart(alt.NamedData(name="rows")).encode(y=y)
    axis = alt.Axis(tickCount=5, titleAnchor="start")

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, end], nice=False, clamp=True), title=unit, axis=axis)

    tip = ["label:N", "says:N"]
    return [
        rows.mark_bar(size=10, color=BRAND, opacity=0.3).encode(x=x("least"), x2="most:Q", tooltip=tip),
        rows.mark_bar(size=10, color=BRAND).encode(x=x("least"), tooltip=tip),
    ], rows


@lru_cache(maxsize=64)
def _wide(unit: str, end: float, count: int, column: int) -> Spec:
    axis = alt.Axis(labelFontSize=14, labelColor=INK, grid=False, labelLimit=250, labelPadding=12, title=None)
    layers, rows = _bars(unit, end, alt.Y("label:N", sort=None, axis=axis))
    mark = rows.mark_text(align="right", dx=column, fontSize=TEXT, color=INK)
    layers.append(mark.encode(x=alt.value("width"), text="says:N"))
    return finish(alt.layer(*layers), width=700, height=ROW_WIDE * count)


@lru_cache(maxsize=64)
def _narrow(unit: str, end: float, count: int) -> Spec:
    axis = alt.Axis(labels=False, title=None, grid=False)
    layers, rows = _bars(unit, end, alt.Y("label:N", sort=None, axis=axis))
    name = rows.mark_text(align="left", dy=-15, fontSize=TEXT, color=INK, fontWeight=600, limit=200)
    says = rows.mark_text(align="right", dy=-15, fontSize=SMALL + 0.5, color=INK)
    layers += haloed(name, x=alt.value(0), text="label:N") + haloed(says, x=alt.value("width"), text="says:N")
    return finish(alt.layer(*layers), width=330, height=ROW_NARROW * count)
