"""Whose pupils sit a measure. Pure."""

from __future__ import annotations

from typing import Protocol

from .types import Measure


class School(Protocol):
    """As much of an academy as decides it. Ages are None where nobody entered them."""

    phase: str
    low_age: int | None
    high_age: int | None


def sits(academy: School, measure: Measure) -> bool:
    """Whether the academy has year groups that the measure counts: an infant school has no key stage 2."""
    if academy.phase not in measure.phases:
        return False
    if academy.low_age is None or academy.high_age is None:
        return True
    return any(academy.low_age <= year + 4 and academy.high_age >= year + 5 for year in measure.year_groups)
