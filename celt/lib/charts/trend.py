"""Both groups over the years with their intervals, and the nation's lines. A year without data breaks the line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import altair as alt

from celt.lib.charts.parts import GROUPS, Chart, Domain, Key, finish, haloed, nice_domain, step_for, top_title
from celt.lib.charts.theme import CARD, DIS, OTH, SMALL, Spec

HEIGHT = 320  # px


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One group in one year. `low` and `high` bound its 95% interval; both None where there is none."""

    year: int
    group: str  # "dis" or "oth"
    value: float
    low: float | None = None
    high: float | None = None
    n: int | None = None


def trend(
    own: Sequence[TrendPoint], national: Sequence[TrendPoint] = (), *, unit: str, places: int = 0, share: bool = True
) -> Chart | None:
    """The chart, or None where no year has a value. Every year between the first and the last stands on the axis."""
    if not own:
        return None
    years = list(range(min(p.year for p in own), max(p.year for p in own) + 1))
    national = [p for p in national if years[0] <= p.year <= years[-1]]
    reach = [v for p in (*own, *national) for v in (p.value, p.low, p.high) if v is not None]
    room = (max(reach) - min(reach)) / 8  # for the numbers above and below the dots
    reach += [v for p in own for v in (p.value - room, p.value + room)]
    domain = nice_domain(reach, step=step_for(reach), low=0 if share else None, high=100 if share else None)
    datasets = {
        "own": _data(own, places),
        "national": _data(national, places),
        "years": [{"year": _label(y)} for y in years],
    }
    shown = tuple(_label(y) for y in years)
    key: tuple[Key, ...] = GROUPS
    if any(p.low is not None for p in own):
        key = (*key, Key("band", "grey", "95% interval"))
    if national:
        key = (*key, Key("dash", "grey", "England, dashed"))
    return Chart(
        datasets=datasets,
        wide=_spec(unit, domain, shown, bool(national), 520, two_lines=len(years) > 8),
        narrow=_spec(unit, domain, shown, bool(national), 330, two_lines=len(years) > 4),
        narrow_below=440,
        key=key,
    )


def _label(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02d}"


def _data(points: Sequence[TrendPoint], places: int) -> list[dict[str, Any]]:
    """Rows with a number for each unbroken run of years, by which lines and bands are split."""
    rows: list[dict[str, Any]] = []
    for group in ("dis", "oth"):
        run, before = 0, None
        for p in sorted((p for p in points if p.group == group), key=lambda p: p.year):
            run += before is not None and p.year != before + 1
            before = p.year
            who = "Disadvantaged" if group == "dis" else "Other pupils"
            rows.append(
                {
                    "year": _label(p.year), "group": group, "run": f"{group}{run}", "alone": False, "above": True,
                    "value": p.value, "low": p.low,
                    "high": p.high, "shown": f"{p.value:.{places}f}", "Pupils": "" if p.n is None else f"{p.n:,}",
                    "what": f"{who}, {_label(p.year)}",
                    "Value": f"{p.value:.{places}f}"
                    + ("" if p.low is None or p.high is None else f" ({p.low:.{places}f} to {p.high:.{places}f})"),
                }
            )  # fmt: skip
    runs = [row["run"] for row in rows]
    other = {(row["year"], row["group"]): row["value"] for row in rows}
    for row in rows:
        row["alone"] = runs.count(row["run"]) == 1
        beside = other.get((row["year"], "oth" if row["group"] == "dis" else "dis"))
        # The higher of a year's two values is written above its dot, the lower one below.
        row["above"] = row["group"] == "oth" if beside in (None, row["value"]) else row["value"] > beside
    return rows


def _tip(*fields: str) -> list[alt.Tooltip]:
    return [alt.Tooltip(f"{field}:N") for field in fields]


@lru_cache(maxsize=128)
def _spec(unit: str, domain: Domain, years: tuple[str, ...], national: bool, width: int, *, two_lines: bool) -> Spec:
    labels = alt.Axis(labelAngle=0, grid=False, title=None, labelFontSize=SMALL)
    if two_lines:
        labels.labelExpr = "[slice(datum.value, 0, 4), slice(datum.value, 4)]"
    x = alt.X("year:O", scale=alt.Scale(domain=list(years), paddingOuter=0.3), axis=labels)

    def y(field: str) -> alt.Y:
        return alt.Y(
            f"{field}:Q", scale=alt.Scale(domain=list(domain), nice=False, zero=False), title=unit, axis=top_title()
        )

    # Channels are named by their classes: Altair reads every class that it has for each that comes as a bare word.
    high, run = alt.Y2("high:Q"), alt.Detail("run:N")
    layers: list[Any] = []
    for group, colour in (("oth", OTH), ("dis", DIS)):
        mine = alt.Chart(alt.NamedData(name="own")).transform_filter(f"datum.group === '{group}'").encode(x=x)
        banded = mine.transform_filter("isValid(datum.low)")
        layers.append(banded.mark_area(opacity=0.14, color=colour).encode(y=y("low"), y2=high, detail=run))
        # A year that stands alone has no band to sit in; its interval is a bar.
        alone = banded.transform_filter("datum.alone")
        layers.append(alone.mark_rule(opacity=0.4, color=colour, strokeWidth=2).encode(y=y("low"), y2=high))
        if national:
            nation = (
                alt.Chart(alt.NamedData(name="national")).transform_filter(f"datum.group === '{group}'").encode(x=x)
            )
            layers.append(
                nation.mark_line(color=colour, strokeDash=[4, 4], strokeWidth=1.5, opacity=0.9).encode(
                    y=y("value"), detail=run
                )
            )
            layers.append(
                nation.mark_point(size=22, filled=True, fill=CARD, stroke=colour, strokeWidth=1.5, opacity=1).encode(
                    y=y("value"), tooltip=_tip("what", "Value")
                )
            )
        layers += [
            mine.mark_line(color=colour, strokeWidth=2.5).encode(y=y("value"), detail=run),
            mine.mark_circle(color=colour, size=75, opacity=1, stroke=CARD, strokeWidth=1).encode(
                y=y("value"), tooltip=_tip("what", "Value", "Pupils")
            ),
        ]
        mark = mine.mark_text(
            color=colour, dy=alt.ExprRef(expr="datum.above ? -14 : 16"), fontSize=SMALL + 0.5, fontWeight=600
        )
        layers += haloed(mark, y=y("value"), text=alt.Text("shown:N"))
    return finish(alt.layer(*layers), width=width, height=HEIGHT)
