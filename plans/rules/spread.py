"""How the open actions of a plan go, in words and marks. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from celt.ui.parts import Tone

MARKS_AT_MOST = 24


@dataclass(frozen=True, slots=True)
class Spread:
    """Open actions by how they go; `overdue` counts those of them that are past their day."""

    green: int = 0
    amber: int = 0
    red: int = 0
    unrated: int = 0
    overdue: int = 0

    @property
    def open(self) -> int:
        return self.green + self.amber + self.red + self.unrated

    @property
    def parts(self) -> list[tuple[int, str, Tone]]:
        """The worst first, as the eye looks for it; what there is none of is left out."""
        told: tuple[tuple[int, str, Tone], ...] = (
            (self.red, "off course", "bad"),
            (self.amber, "needs attention" if self.amber == 1 else "need attention", "warn"),
            (self.green, "on course", "good"),
            (self.unrated, "not rated", ""),
        )
        return [part for part in told if part[0]]

    @property
    def says(self) -> str:
        """'1 off course, 2 need attention, 4 on course'."""
        return ", ".join(f"{n} {word}" for n, word, _ in self.parts) or "no open action"

    @property
    def marks(self) -> Iterator[Tone]:
        """A mark for each action, in the same order; none where there would be too many to take in."""
        if self.open <= MARKS_AT_MOST:
            for n, _, tone in self.parts:
                yield from [tone] * n
