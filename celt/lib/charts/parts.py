"""What a page hands to the chart card and what a chart function returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import altair as alt

from celt.lib.charts.theme import CARD, CONFIG, Spec
from celt.lib.sentences import Sentence

Domain = tuple[float, float]
Variant = Literal["wide", "narrow"]
Mark = Literal["dot", "line", "dash", "band", "bar", "tick"]
Tone = Literal["dis", "oth", "grey", "brand"]


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the legend: a mark, its colour and its words."""

    mark: Mark
    tone: Tone
    says: str


GROUPS = (Key("dot", "dis", "Disadvantaged"), Key("dot", "oth", "Other pupils"))


@dataclass(frozen=True, slots=True)
class Chart:
    """One drawing in two variants over the same data.

    `narrow_below` is the width in px of its box under which the narrow variant is drawn. `names` is the key of a narrow
    variant that numbers its dots.
    """

    datasets: dict[str, list[dict[str, Any]]]
    wide: Spec
    narrow: Spec
    narrow_below: int
    key: tuple[Key, ...] = ()
    names: tuple[str, ...] = ()

    def spec(self, variant: Variant = "wide") -> Spec:
        """A whole Vega-Lite specification."""
        return {**(self.wide if variant == "wide" else self.narrow), "datasets": self.datasets}

    def payload(self) -> Spec:
        """What static/js/charts.js reads."""
        return {
            "datasets": self.datasets, "wide": self.wide, "narrow": self.narrow, "narrowBelow": self.narrow_below,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChartCard:
    """All of a chart card. Addresses may be "" where a page offers no such form.

    `slug` names the card within its page (the picture's and the CSV's address carry it). `says` is the sentence; `foot`
    tells n, period and what the interval is; `left_out` who is not shown and why. `table` is a django-tables2 table; it
    opens inside the card, or, with `table_url`, stands elsewhere on the page and is linked to.
    """

    slug: str
    title: str
    says: str | Sentence
    chart: Chart | None
    table: Any = None
    table_url: str = ""
    csv_url: str = ""
    picture_url: str = ""
    foot: str = ""
    left_out: str = ""
    empty: str = "There is nothing to draw yet."
    level: Literal[2, 3] = 2
    extra_keys: tuple[Key, ...] = field(default=())

    @property
    def keys(self) -> tuple[Key, ...]:
        return (self.chart.key if self.chart else ()) + self.extra_keys


def finish(chart: Any, *, width: int, height: int) -> Spec:
    """An Altair chart as a Vega-Lite dict: shared look, width that a page may change, data left by name.

    Writing one out costs tens of milliseconds, so the functions that call this are cached by their few arguments.
    """
    spec: Spec = chart.to_dict(validate=False)
    return {
        **spec, "config": CONFIG, "width": width, "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
    }  # fmt: skip


def nice_domain(values: Sequence[float], *, step: float, low: float | None = None, high: float | None = None) -> Domain:
    """The values' range widened to whole steps with some air, held inside `low` and `high` where given."""
    least, most = min(values), max(values)
    start = (least - 0.25 * step) // step * step
    end = -((-most - 0.25 * step) // step) * step
    if low is not None:
        start = max(start, low)
    if high is not None:
        end = min(end, high)
    return start, end if end > start else start + step


def step_for(values: Sequence[float]) -> float:
    """A round grid step that gives five to ten lines over the range of the values."""
    reach = max(values) - min(values)
    return next((s for s in (0.5, 1.0, 2.0, 5.0, 10.0, 20.0) if reach <= 8 * s), 50.0)


def haloed(mark: Any, **encoding: Any) -> list[Any]:
    """A text twice: first with an edge in the card's colour, so that no line runs through the words."""
    halo = mark.copy(deep=True)
    halo.mark.stroke, halo.mark.strokeWidth, halo.mark.strokeJoin = CARD, 4, "round"
    return [halo.encode(**encoding), mark.encode(**encoding)]


def top_title(axis_ticks: int = 6) -> alt.Axis:
    """A vertical axis whose title lies flat above it."""
    return alt.Axis(
        tickCount=axis_ticks,
        titleAngle=0,
        titleAlign="left",
        titleAnchor="end",
        titleX=0,
        titleY=-12,
        titleBaseline="bottom",
    )


def by_datum(field: str) -> alt.ExprRef:
    """A mark's property read from each row."""
    return alt.ExprRef(expr=f"datum.{field}")
