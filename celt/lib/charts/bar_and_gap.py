"""Raising the bar and narrowing the gap: change in attainment against change in gap, one dot an academy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import Any

import altair as alt

from celt.lib.charts.labels import place_names
from celt.lib.charts.parts import Chart, Key, by_datum, finish, haloed, top_title
from celt.lib.charts.theme import BRAND, CARD, INK, INK_2, INK_3, LINE_3, SMALL, Spec, points

HEIGHT_WIDE, HEIGHT_NARROW = 380, 330  # px
CORNERS = (
    {"t": "higher and closer", "right": 1, "bottom": 0},
    {"t": "lower, but closer", "right": 0, "bottom": 0},
    {"t": "higher, but wider", "right": 1, "bottom": 1},
    {"t": "lower and wider", "right": 0, "bottom": 1},
)
NAMED = 26  # more dots than this are not named on the drawing; the table names them


@dataclass(frozen=True, slots=True)
class Move:
    """How an academy moved since the year before: all pupils' attainment, and by how much its gap narrowed."""

    label: str
    attainment: float
    narrowed: float
    others_fell: bool = False


def bar_and_gap(
    moves: Sequence[Move], *, unit: str = "points", places: int = 1, of: str = "attainment"
) -> Chart | None:
    """The chart, or None where no academy has two years to compare. Both axes reach equally far. `of`: what rose."""
    if not moves:
        return None
    reach = _reach(moves)
    data = [
        {
            "number": str(i), "label": m.label, "x": m.attainment, "y": m.narrowed, "fell": m.others_fell,
            of.capitalize(): points(m.attainment, places=places), "Gap narrowed by": points(m.narrowed, places=places),
        }
        for i, m in enumerate(moves, 1)
    ]  # fmt: skip
    dots = [((m.attainment + reach) / (2 * reach), (reach - m.narrowed) / (2 * reach)) for m in moves]
    named = len(moves) <= NAMED
    if named:
        corners = [(0.0, 0.0, 0.42, 0.055), (0.66, 0.0, 1.0, 0.055), (0.0, 0.945, 0.36, 1.0), (0.6, 0.945, 1.0, 1.0)]
        names = place_names(
            dots, [m.label for m in moves], widths=(360.0, 480.0, 700.0), height=HEIGHT_WIDE, taken=corners
        )
        numbers = place_names(
            dots, [str(i) for i in range(1, len(moves) + 1)], widths=(270.0, 340.0), height=HEIGHT_NARROW
        )
        for datum, name, number in zip(data, names, numbers, strict=True):
            datum |= {"label_far": name.far, "number_far": number.far}
            datum |= {"label_dx": name.dx, "label_dy": name.dy, "label_align": name.align}
            datum |= {"number_dx": number.dx, "number_dy": number.dy, "number_align": number.align}
    hollow = any(m.others_fell for m in moves)
    key = (
        Key("dot", "brand", "An academy"),
        *((Key("tick", "brand", "Closer because other pupils fell"),) if hollow else ()),
    )
    return Chart(
        datasets={"moves": data, "zero": [{"v": 0}], "corners": list(CORNERS)},
        wide=_spec(unit, of, reach, "label", named, width=520, height=HEIGHT_WIDE, size=SMALL + 0.5),
        narrow=_spec(unit, of, reach, "number", named, width=330, height=HEIGHT_NARROW, size=SMALL),
        narrow_below=400,
        key=key,
        names=tuple(m.label for m in moves) if named else (),
    )


def _reach(moves: Sequence[Move]) -> float:
    """Half the width of both axes: the furthest move and some air, in whole steps."""
    furthest = max(abs(v) for m in moves for v in (m.attainment, m.narrowed)) * 1.12
    step = 0.5 if furthest < 3 else 1.0 if furthest < 10 else 2.0
    return max(1.0, ceil(furthest / step) * step)


@lru_cache(maxsize=128)
def _spec(unit: str, of: str, reach: float, text: str, named: bool, *, width: int, height: int, size: float) -> Spec:
    scale = alt.Scale(domain=[-reach, reach], nice=False)
    moves = alt.Chart(alt.NamedData(name="moves"))
    x = alt.X("x:Q", scale=scale, title=f"change in {of}, {unit}", axis=alt.Axis(tickCount=6, grid=True))
    y = alt.Y("y:Q", scale=scale, title=f"gap narrowed by, {unit}", axis=top_title())
    zero = alt.Chart(alt.NamedData(name="zero"))
    words = alt.Chart(alt.NamedData(name="corners"))
    layers: list[Any] = [
        zero.mark_rule(color=LINE_3, strokeWidth=1).encode(x=alt.X("v:Q", scale=scale)),
        zero.mark_rule(color=LINE_3, strokeWidth=1).encode(y=alt.Y("v:Q", scale=scale)),
    ]
    for right in (False, True):
        for bottom in (False, True):
            best = right and not bottom
            mark = words.transform_filter(f"datum.right === {right:d} && datum.bottom === {bottom:d}").mark_text(
                align="right" if right else "left", baseline="bottom" if bottom else "top", fontSize=SMALL,
                color=BRAND if best else INK_3, fontWeight=600 if best else 400,
                dx=-4 if right else 4, dy=-4 if bottom else 4,
            )  # fmt: skip
            layers += haloed(
                mark,
                x=alt.value("width") if right else alt.value(0),
                y=alt.value("height") if bottom else alt.value(0),
                text="t:N",
            )
    tip = ["label:N", f"{of.capitalize()}:N", "Gap narrowed by:N"]
    solid, hollow = moves.transform_filter("!datum.fell"), moves.transform_filter("datum.fell")
    layers += [
        solid.mark_circle(size=95, color=BRAND, opacity=1, stroke=CARD, strokeWidth=1).encode(x=x, y=y, tooltip=tip),
        hollow.mark_point(size=85, filled=True, fill=CARD, stroke=BRAND, strokeWidth=2.5, opacity=1).encode(
            x=x, y=y, tooltip=tip
        ),
    ]
    if named:
        # A name that had to stand apart is tied to its dot.
        far = moves.transform_filter(f"datum.{text}_far").mark_rule(
            color=LINE_3,
            strokeWidth=1,
            x2Offset=alt.ExprRef(expr=f"0.7 * datum.{text}_dx"),
            y2Offset=alt.ExprRef(expr=f"0.7 * datum.{text}_dy"),
        )
        layers.insert(2, far.encode(x=x, y=y, x2="x:Q", y2="y:Q"))
        mark = moves.mark_text(
            dx=by_datum(f"{text}_dx"), dy=by_datum(f"{text}_dy"), align=by_datum(f"{text}_align"), baseline="middle",
            fontSize=size, color=INK if text == "number" else INK_2,
        )  # fmt: skip
        layers += haloed(mark, x=x, y=y, text=f"{text}:N")
    return finish(alt.layer(*layers), width=width, height=height)
