"""A measure's figures as people write them. Pure."""

from __future__ import annotations

from .types import Kind, Measure

MINUS = "\u2212"


def number(value: float, measure: Measure) -> str:
    """A value or a gap as people write it: the measure's decimals, a real minus sign, no trailing nought."""
    text = f"{value:.{measure.decimals}f}"
    if measure.decimals:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "0") else text.replace("-", MINUS)


def points(value: float, measure: Measure) -> str:
    """'1 point', '21 points', '0.4 points': the size of a difference."""
    size = number(abs(value), measure)
    return f"{size} point" if size == "1" else f"{size} points"


def value_with_unit(value: float, measure: Measure) -> str:
    return f"{number(value, measure)}%" if measure.kind in (Kind.SHARE, Kind.RATE) else number(value, measure)


def value_words(value: float, measure: Measure) -> str:
    """'44%', '36.1 points'; a mark or a score by its number alone."""
    text = value_with_unit(value, measure)
    return f"{text} points" if measure.kind is Kind.POINTS else text


def turned(measure: Measure) -> int:
    """What a gap is multiplied by to say how far disadvantaged pupils are behind."""
    return -1 if measure.direction == "higher" else 1


def behind(value: float, measure: Measure) -> str:
    """'21 points behind', '3 points ahead', 'Level'."""
    if number(abs(value), measure) == "0":
        return "Level"
    return f"{points(value, measure)} {'behind' if value > 0 else 'ahead'}"
