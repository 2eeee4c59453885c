"""Colours, type and axes that every chart shares.

A specification names its colours as the style sheet does, "var(--dis)". A browser resolves them, so that the theme, a
change of theme and paper need no second drawing. A picture or a PDF has no style sheet: `coloured` puts the values in.
"""

from collections.abc import Mapping
from typing import Any, Literal

Spec = dict[str, Any]
Theme = Literal["light", "dark"]

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
TEXT, SMALL = 13, 12  # px; nothing in a chart is smaller than SMALL

DIS, OTH = "var(--dis)", "var(--oth)"
INK, INK_2, INK_3 = "var(--ink)", "var(--ink-2)", "var(--ink-3)"
LINE, LINE_2, LINE_3 = "var(--line)", "var(--line-2)", "var(--line-3)"
BRAND, CARD = "var(--brand)", "var(--card)"

PALETTES: Mapping[Theme, Mapping[str, str]] = {
    "light": {
        DIS: "#a94a14", OTH: "#24628d", INK: "#16262b", INK_2: "#46555a", INK_3: "#5b696e", LINE: "#e2ded4",
        LINE_2: "#c9c4b7", LINE_3: "#8b8778", BRAND: "#0f4c4a", CARD: "#ffffff",
    },
    "dark": {
        DIS: "#f0a066", OTH: "#7fb8e0", INK: "#e8eceb", INK_2: "#b2bdbf", INK_3: "#97a5a8", LINE: "#2a363b",
        LINE_2: "#3d4b51", LINE_3: "#6b7a80", BRAND: "#7fd1c4", CARD: "#182125",
    },
}  # fmt: skip

CONFIG: Spec = {
    "font": FONT,
    "background": "transparent",
    "padding": 4,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK_2, "titleColor": INK_2, "labelFontSize": TEXT, "titleFontSize": SMALL,
        "titleFontWeight": "normal", "titlePadding": 8, "gridColor": LINE, "domain": False, "ticks": False,
        "labelPadding": 8, "labelLimit": 260, "titleLimit": 600,
    },
    "axisXQuantitative": {"labelOverlap": True, "labelFlush": False},
    "text": {"font": FONT, "fontSize": TEXT, "color": INK_2},
    "legend": {"disable": True},
}  # fmt: skip


def coloured(spec: Any, theme: Theme) -> Any:
    """A copy of a specification with the theme's colours in place of their names."""
    palette = PALETTES[theme]
    if isinstance(spec, dict):
        return {key: coloured(value, theme) for key, value in spec.items()}
    if isinstance(spec, list):
        return [coloured(value, theme) for value in spec]
    return palette.get(spec, spec) if isinstance(spec, str) else spec


def points(value: float, *, places: int = 0, plus: bool = True) -> str:
    """-21.4 -> '−21', with a true minus sign. Zero carries no sign."""
    text = f"{abs(value):.{places}f}"
    if float(text) == 0:
        return text
    return f"\u2212{text}" if value < 0 else f"+{text}" if plus else text
