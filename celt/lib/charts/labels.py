"""Placing names beside dots so that none covers another: a greedy choice among eight places, most crowded first."""

from collections.abc import Sequence
from dataclasses import dataclass

from celt.lib.charts.theme import SMALL

LETTER = 0.56  # mean width of a letter in ems, on the wide side of the fonts in use
AIR = 3.0  # px kept free round a name
DOT = 6.0  # radius in px


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name stands: px right and down of its dot, and how it is aligned there."""

    dx: float
    dy: float
    align: str

    @property
    def far(self) -> bool:
        """Too far from its dot to be seen as its name."""
        return abs(self.dy) > 20


PLACES = (
    Place(10, 0, "left"), Place(-10, 0, "right"), Place(0, -14, "center"), Place(0, 15, "center"),
    Place(8, -12, "left"), Place(8, 13, "left"), Place(-8, -12, "right"), Place(-8, 13, "right"),
    Place(0, -28, "center"), Place(0, 29, "center"), Place(16, -24, "left"), Place(16, 25, "left"),
    Place(-16, -24, "right"), Place(-16, 25, "right"),
)  # fmt: skip

Box = tuple[float, float, float, float]


def text_width(text: str, size: float = SMALL) -> float:
    """An upper estimate in px."""
    return len(text) * LETTER * size


def box(x: float, y: float, text: str, place: Place) -> Box:
    """Left, top, right, bottom in px of a name at a place."""
    width, half = text_width(text), SMALL * 0.62
    left = x + place.dx - {"left": 0.0, "right": width, "center": width / 2}[place.align]
    return left - AIR, y + place.dy - half, left + width + AIR, y + place.dy + half


def overlap(a: Box, b: Box) -> float:
    """Shared area in square px."""
    return max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(0.0, min(a[3], b[3]) - max(a[1], b[1]))


def place_names(
    dots: Sequence[tuple[float, float]], names: Sequence[str], *, widths: Sequence[float], height: float,
    taken: Sequence[tuple[float, float, float, float]] = (),
) -> list[Place]:  # fmt: skip
    """A place for each name. `dots` are shares (0 to 1, from the left and from the top) of the drawing.

    The drawing may be any of `widths` px wide, so a place must do at each of them. `taken` are boxes to keep clear
    of, in the same shares.
    """
    chosen: dict[int, Place] = {}

    def px(share: tuple[float, float], width: float) -> tuple[float, float]:
        return share[0] * width, share[1] * height

    def cost(i: int, place: Place) -> float:
        total = 0.0
        for width in widths:
            mine = box(*px(dots[i], width), names[i], place)
            total += 40 * (max(0.0, -mine[0]) + max(0.0, mine[2] - width)) + 40 * (
                max(0.0, -mine[1]) + max(0.0, mine[3] - height)
            )
            for j, dot in enumerate(dots):
                x, y = px(dot, width)
                if j != i:
                    total += 3 * overlap(mine, (x - DOT, y - DOT, x + DOT, y + DOT))
                    if j in chosen:
                        total += 3 * overlap(mine, box(x, y, names[j], chosen[j]))
            for left, top, right, bottom in taken:
                total += overlap(mine, (left * width, top * height, right * width, bottom * height))
        return total

    def crowd(i: int) -> float:
        return sum(1 / (0.01 + abs(dots[i][0] - d[0]) + abs(dots[i][1] - d[1])) for j, d in enumerate(dots) if j != i)

    def best(i: int) -> Place:
        return min(PLACES, key=lambda p: cost(i, p) + PLACES.index(p) * 0.5)

    order = sorted(range(len(dots)), key=crowd, reverse=True)
    for _ in range(3):
        for i in order:
            chosen.pop(i, None)
            chosen[i] = best(i)
    return [chosen[i] for i in range(len(dots))]
