"""Funnel plot: each academy's gap against its standard error, with the limits that chance alone would keep within.

Limits: the trust's gap plus and minus 1.96 (95%) and 3.09 (99.8%) standard errors (Spiegelhalter 2005,
Funnel plots for comparing institutional performance, Statistics in Medicine 24).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import Any

import altair as alt

from celt.lib.charts.labels import place_names
from celt.lib.charts.parts import Chart, Domain, Key, by_datum, finish, haloed, nice_domain, step_for, top_title
from celt.lib.charts.theme import BRAND, CARD, INK, INK_3, LINE_3, SMALL, Spec, points

Z95, Z998 = 1.959964, 3.090232
HEIGHT = 360  # px


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """An academy's gap and its standard error, both in points. `own` marks the academy that the page is about."""

    label: str
    gap: float
    error: float
    own: bool = False


def outside(point: FunnelPoint, centre: float) -> str:
    """'' within the 95% limits, '95%' beyond them, '99.8%' beyond the outer ones."""
    far = abs(point.gap - centre)
    return "99.8%" if far > Z998 * point.error else "95%" if far > Z95 * point.error else ""


def funnel(academies: Sequence[FunnelPoint], *, centre: float, unit: str = "points", places: int = 0) -> Chart | None:
    """The chart, or None where no academy has a figure. Names stand only beside academies outside the 95% limits."""
    academies = [a for a in academies if a.error > 0]
    if not academies:
        return None
    widest = float(ceil(max(a.error for a in academies) * 1.1))
    reach = [a.gap for a in academies] + [centre - Z95 * widest, centre + Z95 * widest]
    domain = nice_domain(reach, step=step_for(reach))
    span = domain[1] - domain[0]
    named = [a for a in academies if a.own or outside(a, centre)]
    dots = [(a.error / widest, (domain[1] - a.gap) / span) for a in named]
    places_of = place_names(dots, [a.label for a in named], widths=(270.0, 360.0, 600.0), height=HEIGHT)
    at = dict(zip((a.label for a in named), places_of, strict=True))
    data = [
        {
            "label": a.label, "x": a.error, "y": a.gap, "far": bool(outside(a, centre)), "own": a.own,
            "Gap": points(a.gap, places=places), "Standard error": f"{a.error:.1f}",
            "Outside": f"the {outside(a, centre)} limits" if outside(a, centre) else "no limit",
        }
        for a in academies
    ]  # fmt: skip
    limits = [
        {"x": x, "limit": name, "y": centre + sign * z * x, "side": f"{name}{sign}"}
        for name, z in (("95", Z95), ("998", Z998))
        for sign in (-1, 1)
        for x in (0.0, widest)
    ]
    for datum in data:
        if place := at.get(str(datum["label"])):
            datum |= {"named": True, "dx": place.dx, "dy": place.dy, "align": place.align}
    ends = [
        {"x": min(widest, (domain[1] - centre) / z), "y": min(domain[1], centre + z * widest), "t": name}
        for name, z in (("95%", Z95), ("99.8%", Z998))
    ]
    key = (
        Key("dot", "brand", "An academy"), Key("line", "grey", f"The trust, {points(centre, places=places)}"),
        Key("dash", "grey", "95% and 99.8% limits"),
    )  # fmt: skip
    return Chart(
        datasets={"academies": data, "limits": limits, "centre": [{"y": centre}], "ends": ends},
        wide=_spec(unit, domain, widest, 560, "standard error of the gap (smaller groups to the right)"),
        narrow=_spec(unit, domain, widest, 330, "standard error (smaller groups right)"),
        narrow_below=400,
        key=key,
    )


@lru_cache(maxsize=128)
def _spec(unit: str, domain: Domain, widest: float, width: int, title: str) -> Spec:
    x = alt.X(
        "x:Q", scale=alt.Scale(domain=[0, widest], nice=False), title=title,
        axis=alt.Axis(tickCount=5, grid=False),
    )  # fmt: skip
    y = alt.Y(
        "y:Q", scale=alt.Scale(domain=list(domain), nice=False, zero=False), title=f"gap, {unit}", axis=top_title(7)
    )
    lines = alt.Chart(alt.NamedData(name="limits")).encode(x=x, y=y, detail="side:N")
    dots = alt.Chart(alt.NamedData(name="academies"))
    tip = ["label:N", "Gap:N", "Standard error:N", "Outside:N"]

    def dot(shown: str, size: int, colour: str) -> Any:
        mark = dots.transform_filter(shown).mark_circle(size=size, color=colour, opacity=1, stroke=CARD, strokeWidth=1)
        return mark.encode(x=x, y=y, tooltip=tip)

    layers: list[Any] = [
        alt.Chart(alt.NamedData(name="centre")).mark_rule(color=INK_3, strokeWidth=1.25).encode(y=y),
        lines.transform_filter("datum.limit === '95'").mark_line(
            color=LINE_3, strokeWidth=1.25, strokeDash=[5, 4], clip=True
        ),
        lines.transform_filter("datum.limit === '998'").mark_line(
            color=LINE_3, strokeWidth=1.25, strokeDash=[2, 3], clip=True
        ),
        dot("!datum.far", 80, INK_3),
        dot("datum.far", 110, BRAND),
        dots.transform_filter("datum.own")
        .mark_point(size=260, filled=False, stroke=BRAND, strokeWidth=2, opacity=1)
        .encode(x=x, y=y),
    ]
    ends = alt.Chart(alt.NamedData(name="ends"))
    layers += haloed(ends.mark_text(align="right", dx=-2, dy=8, fontSize=SMALL, color=INK_3), x=x, y=y, text="t:N")
    names = dots.transform_filter("datum.named").mark_text(
        dx=by_datum("dx"),
        dy=by_datum("dy"),
        align=by_datum("align"),
        baseline="middle",
        fontSize=SMALL + 0.5,
        color=INK,
    )
    layers += haloed(names, x=x, y=y, text="label:N")
    return finish(alt.layer(*layers), width=width, height=HEIGHT)
