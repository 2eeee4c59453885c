"""Two groups joined by their gap, one row an academy, a year group or a breakdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import altair as alt

from celt.lib.charts.labels import text_width
from celt.lib.charts.parts import GROUPS, Chart, Domain, Key, finish, haloed, nice_domain, step_for
from celt.lib.charts.theme import CARD, DIS, INK, INK_2, LINE_2, LINE_3, OTH, SMALL, TEXT, Spec, points

ROW_WIDE, ROW_NARROW = 34, 56  # px


@dataclass(frozen=True, slots=True)
class GapRow:
    """One row: both groups' values, the gap (disadvantaged minus other) with its 95% interval, and both numbers."""

    label: str
    dis: float
    oth: float
    gap: float
    low: float | None
    high: float | None
    n_dis: int
    n_oth: int


@dataclass(frozen=True, slots=True)
class Reference:
    """A value to compare with, drawn as a dashed line in its group's colour."""

    group: str  # "dis" or "oth"
    value: float
    says: str


def gaps(
    rows: Sequence[GapRow], *, unit: str, references: Sequence[Reference] = (), places: int = 0, share: bool = True
) -> Chart | None:
    """The chart, or None where there is no row. `unit` is the axis's title; a share's axis stays within 0 and 100."""
    if not rows:
        return None
    data = [_datum(row, places) for row in rows]
    marks = [{"group": r.group, "value": r.value, "says": f"{r.says} {r.value:.{places}f}"} for r in references]
    reach = [v for d in data for v in (d["dis"], d["oth"], d["low"], d["high"])] + [r.value for r in references]
    step = step_for(reach)
    domain = nice_domain(reach, step=step, low=0 if share else None, high=100 if share else None)
    key: tuple[Key, ...] = GROUPS
    if any(row.low is not None for row in rows):
        key = (*key, Key("line", "grey", "95% interval of the gap, seen from the other pupils"))
    if references:
        key = (*key, Key("dash", "grey", "England, dashed"))
    return Chart(
        datasets={"rows": data, "references": marks},
        wide=_wide(unit, domain, len(data), bool(marks), 46 + 10 * places),
        narrow=_narrow(unit, domain, len(data), bool(marks)),
        # Below this the names, the gaps and 250 px of drawing do not fit side by side.
        narrow_below=int(min(250.0, max(text_width(row.label, 14) for row in rows)) + 380 + 30 * places),
        key=key,
    )


def _datum(row: GapRow, places: int) -> dict[str, Any]:
    low = row.dis if row.low is None else row.oth + row.low
    high = row.dis if row.high is None else row.oth + row.high
    interval = (
        ""
        if row.low is None or row.high is None
        else f"{points(row.low, places=places)} to {points(row.high, places=places)}"
    )
    return {
        "label": row.label, "dis": row.dis, "oth": row.oth, "low": low, "high": high,
        "gap": points(row.gap, places=places), "interval": interval,
        "Disadvantaged": f"{row.dis:.{places}f} ({row.n_dis} pupils)",
        "Other pupils": f"{row.oth:.{places}f} ({row.n_oth} pupils)",
        "Gap": f"{points(row.gap, places=places)}{f' ({interval})' if interval else ''}",
    }  # fmt: skip


# Channels are named by their classes: Altair reads every class that it has for each that comes as a bare word.
TIP = [alt.Tooltip(f"{field}:N") for field in ("label", "Disadvantaged", "Other pupils", "Gap")]


def _layers(unit: str, domain: Domain, y: alt.Y, references: bool, dy: int) -> tuple[list[Any], alt.Chart]:
    rows = alt.Chart(alt.NamedData(name="rows")).encode(y=y)

    def x(field: str) -> alt.X:
        axis = alt.Axis(tickCount=6, titleAnchor="start")
        return alt.X(f"{field}:Q", scale=alt.Scale(domain=list(domain), nice=False, clamp=True), title=unit, axis=axis)

    layers: list[Any] = []
    if references:
        lines = alt.Chart(alt.NamedData(name="references"))
        sides: tuple[tuple[str, str, Literal["left", "right"], int], ...] = (
            ("dis", DIS, "right", -4),
            ("oth", OTH, "left", 4),
        )
        for group, colour, align, dx in sides:
            one = lines.transform_filter(f"datum.group === '{group}'").encode(x=x("value"))
            layers.append(one.mark_rule(color=colour, strokeDash=[3, 4], strokeWidth=1.25, opacity=0.85))
            layers.append(
                one.mark_text(color=colour, align=align, dx=dx, dy=dy, fontSize=SMALL, baseline="bottom").encode(
                    y=alt.YValue(0),  # type: ignore[no-untyped-call]
                    text=alt.Text("says:N"),
                )
            )
    layers += [
        rows.mark_rule(strokeWidth=1.5, color=LINE_3).encode(x=x("low"), x2=alt.X2("high:Q")),
        rows.mark_rule(strokeWidth=6, color=LINE_2).encode(x=x("dis"), x2=alt.X2("oth:Q")),
        rows.mark_circle(size=150, color=OTH, opacity=1, stroke=CARD, strokeWidth=1).encode(x=x("oth"), tooltip=TIP),
        rows.mark_circle(size=150, color=DIS, opacity=1, stroke=CARD, strokeWidth=1).encode(x=x("dis"), tooltip=TIP),
    ]
    return layers, rows


@lru_cache(maxsize=128)
def _wide(unit: str, domain: Domain, count: int, references: bool, column: int) -> Spec:
    axis = alt.Axis(labelFontSize=14, labelColor=INK, grid=False, labelLimit=250, labelPadding=12, title=None)
    layers, rows = _layers(unit, domain, alt.Y("label:N", sort=None, axis=axis), references, -4)
    end = alt.XValue("width")  # type: ignore[no-untyped-call]
    layers += [
        rows.mark_text(align="right", dx=column, fontSize=14, fontWeight=600, color=INK).encode(
            x=end, text=alt.Text("gap:N")
        ),
        rows.mark_text(align="left", dx=column + 8, fontSize=SMALL, color=INK_2).encode(
            x=end, text=alt.Text("interval:N")
        ),
    ]
    return finish(alt.layer(*layers), width=760, height=ROW_WIDE * count)


@lru_cache(maxsize=128)
def _narrow(unit: str, domain: Domain, count: int, references: bool) -> Spec:
    axis = alt.Axis(labels=False, title=None, grid=False)
    layers, rows = _layers(unit, domain, alt.Y("label:N", sort=None, axis=axis), references, -10)
    name = rows.mark_text(align="left", dx=0, dy=-18, fontSize=TEXT, color=INK, fontWeight=600, limit=175)
    gap = rows.mark_text(align="right", dy=-18, fontSize=TEXT, color=INK)
    layers += haloed(name, x=alt.XValue(0), text=alt.Text("label:N"))  # type: ignore[no-untyped-call]
    layers += haloed(gap, x=alt.XValue("width"), text=alt.Text("Gap:N"))  # type: ignore[no-untyped-call]
    return finish(alt.layer(*layers), width=330, height=ROW_NARROW * count)
