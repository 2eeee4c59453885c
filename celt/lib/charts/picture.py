"""A chart as a picture: the same specification, drawn on the server (no browser, no network)."""

from typing import Literal

import vl_convert

from celt.lib.charts.parts import Chart, Variant
from celt.lib.charts.theme import CARD, PALETTES, Theme, coloured

Form = Literal["svg", "png"]
CONTENT_TYPES: dict[Form, str] = {"svg": "image/svg+xml", "png": "image/png"}


def picture(chart: Chart, *, form: Form = "svg", theme: Theme = "light", variant: Variant = "wide") -> bytes:
    """SVG or PNG (twice the size, on the theme's card colour)."""
    spec = coloured(chart.spec(variant), theme)
    if form == "svg":
        return vl_convert.vegalite_to_svg(spec).encode()
    spec["config"] = {**spec["config"], "background": PALETTES[theme][CARD], "padding": 16}
    return vl_convert.vegalite_to_png(spec, scale=2)
