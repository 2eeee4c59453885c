"""The picture of the five rings: where each condition's segment lies. Pure geometry, in units of a square 720 wide.

The centre is a disc cut into slices, every other ring a band cut into arcs. The parts of a band are parted by gaps of
the same width inside and outside, so that the rings read as one thing. Angles are in degrees, clockwise from three
o'clock, as SVG counts them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, cos, degrees, hypot, radians, sin

SIDE = 720
MIDDLE = SIDE / 2
CENTRE_RADIUS = 106.0
BAND, BETWEEN, GAP, CORNER = 56.0, 5.0, 5.0, 7.0
# Marks of a standing: how many there are, how far apart along the arc, how far from the middle of the band.
MARKS, MARK_STEP, MARK_OFF = 3, 15.0, 15.0
# In a small picture a number stands upright over its marks; where the two lie below and above the middle.
NUMBER_DOWN, MARKS_DOWN = 3.0, 16.0


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Segment:
    """`path` is its outline, `text_path` the arc that its name runs along, empty in the centre, where the name stands
    at `at`; `number_at` is where its number stands in a small picture; `marks` are three points, from the first."""

    path: str
    text_path: str
    at: Point
    number_at: Point
    marks: tuple[Point, ...]
    narrow_marks: tuple[Point, ...]


def radii(ring: int) -> tuple[float, float]:
    """Inner and outer radius of a ring; 0 is the centre."""
    if ring == 0:
        return 0.0, CENTRE_RADIUS
    inner = CENTRE_RADIUS + BETWEEN + (ring - 1) * (BAND + BETWEEN)
    return inner, inner + BAND


def first_angle(parts: int) -> float:
    """Where the first part of a ring begins: so that no name stands upright at three or nine o'clock where that can be
    helped, and the picture is the same left and right."""
    half = 180 / parts
    return -90.0 if parts % 4 == 0 else -90.0 - half


def drawn(counts: Sequence[int]) -> tuple[tuple[Segment, ...], ...]:
    """The segments of each ring, from the centre outwards; `counts` says how many parts each has."""
    return tuple(_ring(ring, parts) for ring, parts in enumerate(counts))


def _ring(ring: int, parts: int) -> tuple[Segment, ...]:
    if parts < 1:
        raise ValueError("A ring has at least one part.")
    start, width = first_angle(parts), 360 / parts
    return tuple(_segment(ring, start + k * width, start + (k + 1) * width, parts) for k in range(parts))


def _segment(ring: int, begins: float, ends: float, parts: int) -> Segment:
    inner, outer = radii(ring)
    mid = (begins + ends) / 2
    # In the lower half names run the other way round, so that nobody reads upside down.
    below = sin(radians(mid)) > 1e-9
    if ring == 0:
        at = _at(outer * (0.58 if parts > 1 else 0.0), mid)
        marks = tuple(
            Point(round(at.x + (k - (MARKS - 1) / 2) * MARK_STEP, 2), round(at.y + 21, 2)) for k in range(MARKS)
        )
        return Segment(_slice(outer, begins, ends, parts), "", at, _down(at, NUMBER_DOWN), marks, _row(at))
    middle = (inner + outer) / 2
    sign = 1 if below else -1
    marks = _marks(middle + sign * MARK_OFF, mid, clockwise=not below)
    # A letter stands above its line: outside it where the text runs clockwise, inside it where it runs back.
    text = _arc(middle - sign * 1.0, begins, ends, clockwise=not below)
    at = _at(middle, mid)
    return Segment(_band(inner, outer, begins, ends, parts), text, at, _down(at, NUMBER_DOWN), marks, _row(at))


def _down(point: Point, by: float) -> Point:
    return Point(point.x, round(point.y + by, 2))


def _row(at: Point) -> tuple[Point, ...]:
    """Marks beside each other, below the point."""
    below = _down(at, MARKS_DOWN)
    return tuple(Point(round(at.x + (k - (MARKS - 1) / 2) * MARK_STEP, 2), below.y) for k in range(MARKS))


def _at(radius: float, angle: float) -> Point:
    return Point(
        round(MIDDLE + radius * cos(radians(angle)), 2),
        round(MIDDLE + radius * sin(radians(angle)), 2),
    )


def _inset(radius: float) -> float:
    """The angle by which half a gap narrows a part at that radius."""
    return degrees(asin(min(1.0, GAP / 2 / radius)))


def _marks(radius: float, mid: float, *, clockwise: bool) -> tuple[Point, ...]:
    step = degrees(MARK_STEP / radius) * (1 if clockwise else -1)
    return tuple(_at(radius, mid + (k - (MARKS - 1) / 2) * step) for k in range(MARKS))


def _arc(radius: float, begins: float, ends: float, *, clockwise: bool) -> str:
    inset = _inset(radius)
    first, last = (begins + inset, ends - inset) if clockwise else (ends - inset, begins + inset)
    return f"M{_xy(_at(radius, first))}{_along(radius, first, last)}"


def _along(radius: float, first: float, last: float) -> str:
    large, sweep = int(abs(last - first) > 180), int(last > first)
    return f"A{_n(radius)} {_n(radius)} 0 {large} {sweep} {_xy(_at(radius, last))}"


def _band(inner: float, outer: float, begins: float, ends: float, parts: int) -> str:
    """An arc of a ring with rounded corners; a ring of one part is whole."""
    if parts == 1:
        return _circle(outer) + _circle(inner)
    i, o = _inset(inner), _inset(outer)
    ci, co = degrees(CORNER / inner), degrees(CORNER / outer)
    out_a, out_b, in_a, in_b = begins + o, ends - o, begins + i, ends - i
    side_a, side_b = begins + _inset(outer - CORNER), ends - _inset(outer - CORNER)
    foot_a, foot_b = begins + _inset(inner + CORNER), ends - _inset(inner + CORNER)
    return "".join(
        (
            f"M{_xy(_at(outer, out_a + co))}",
            _along(outer, out_a + co, out_b - co),
            f"Q{_xy(_at(outer, out_b))} {_xy(_at(outer - CORNER, side_b))}",
            f"L{_xy(_at(inner + CORNER, foot_b))}",
            f"Q{_xy(_at(inner, in_b))} {_xy(_at(inner, in_b - ci))}",
            _along(inner, in_b - ci, in_a + ci),
            f"Q{_xy(_at(inner, in_a))} {_xy(_at(inner + CORNER, foot_a))}",
            f"L{_xy(_at(outer - CORNER, side_a))}",
            f"Q{_xy(_at(outer, out_a))} {_xy(_at(outer, out_a + co))}Z",
        )
    )


def _slice(outer: float, begins: float, ends: float, parts: int) -> str:
    """A slice of the centre, its tip half a gap from its neighbours'."""
    if parts == 1:
        return _circle(outer)
    mid, o, co = (begins + ends) / 2, _inset(outer), degrees(CORNER / outer)
    tip = _at(GAP / 2 / sin(radians((ends - begins) / 2)), mid)
    side = _inset(outer - CORNER)
    return "".join(
        (
            f"M{_xy(tip)}",
            f"L{_xy(_at(outer - CORNER, begins + side))}",
            f"Q{_xy(_at(outer, begins + o))} {_xy(_at(outer, begins + o + co))}",
            _along(outer, begins + o + co, ends - o - co),
            f"Q{_xy(_at(outer, ends - o))} {_xy(_at(outer - CORNER, ends - side))}Z",
        )
    )


def _circle(radius: float) -> str:
    left, right = _at(radius, 180), _at(radius, 0)
    half = f"A{_n(radius)} {_n(radius)} 0 1 1 "
    return f"M{_xy(left)}{half}{_xy(right)}{half}{_xy(left)}Z"


def _xy(point: Point) -> str:
    return f"{_n(point.x)} {_n(point.y)}"


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def distance(point: Point) -> float:
    """How far a point lies from the middle of the picture."""
    return hypot(point.x - MIDDLE, point.y - MIDDLE)
