"""The five rings on paper: a drawing in SVG with colours of its own, for a PDF knows no style sheet. Pure."""

from __future__ import annotations

from itertools import count

from plans.rules.document import RingsTold
from plans.rules.rings import SIDE, Segment, drawn
from plans.rules.standing import LOWEST

INK, PAPER, LINE, BRAND = "#16262b", "#ffffff", "#a8a294", "#0f4c4a"
# The darker, the firmer: ground and ink of a segment by its standing; 0 where nobody could judge.
COLOURS = {0: ("#f3f1ec", INK), 1: (PAPER, INK), 2: ("#d6e1e0", INK), 3: ("#9ab4b3", INK), 4: (BRAND, PAPER)}
FACE = "Libertinus Serif"


def rings_svg(rings: RingsTold) -> str:
    """Each condition a segment with its number and marks; numbers count from 1 in the centre outwards."""
    parts = drawn([len(ring.conditions) for ring in rings.rings])
    numbers = count(1)
    body = "".join(
        _segment(segment, condition.standing, next(numbers))
        for ring, segments in zip(rings.rings, parts, strict=True)
        for condition, segment in zip(ring.conditions, segments, strict=True)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">{body}</svg>'


def _segment(segment: Segment, standing: int, number: int) -> str:
    ground, ink = COLOURS[standing]
    at = segment.number_at
    marks = "".join(
        f'<circle cx="{mark.x}" cy="{mark.y}" r="4.6" stroke="{ink}" stroke-width="1.4" '
        f'fill="{ink if k < standing - LOWEST else "none"}"/>'
        for k, mark in enumerate(segment.narrow_marks if standing else ())
    )
    return (
        f'<path d="{segment.path}" fill="{ground}" stroke="{LINE if standing < 2 else ground}" stroke-width="1.2"/>'
        f'<text x="{at.x}" y="{at.y}" font-family="{FACE}" font-size="25" text-anchor="middle" fill="{ink}">{number}'
        f"</text>{marks}"
    )
