"""How many pupils and academies a measurement is taken at."""

from __future__ import annotations

from dataclasses import dataclass

RESULTS_A_PUPIL = 6


@dataclass(frozen=True)
class Scale:
    pupils: int
    academies: int

    @property
    def results(self) -> int:
        return self.pupils * RESULTS_A_PUPIL

    def __str__(self) -> str:
        return f"{self.pupils:,} pupils, {self.academies:,} academies"


# The demo trust: few pupils, and every room of the product filled. What a crowd meets there is what people meet.
DEMO = Scale(12_414, 13)
# A million pupils is more than any trust has; academies stay at about the size that they have at 100,000.
SCALES = (Scale(7_000, 13), Scale(100_000, 100), Scale(1_000_000, 1_000))
