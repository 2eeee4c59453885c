"""The 95% interval of what one group reached, from what a figure holds. Pure: figures in, numbers out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from celt.lib.statistics import sample, wilson
from dashboards.sentences import Z95
from pupils.measures import Kind, Measure


class Group(Protocol):
    """The part of a figure that is needed here; values are None where they may not be shown or do not exist."""

    n_disadvantaged: int
    value_disadvantaged: float | None
    sd_disadvantaged: float | None
    pooled_n_disadvantaged: int | None
    pooled_value_disadvantaged: float | None


@dataclass(frozen=True, slots=True)
class Told:
    """A value with its 95% interval, both ends or neither."""

    value: float
    low: float | None = None
    high: float | None = None


def interval(value: float, n: int, sd: float | None, measure: Measure) -> tuple[float | None, float | None]:
    """Wilson's of a share; of a mean, points or a rate 1.96 standard errors. None where there are too few pupils."""
    if measure.is_share and n:
        ends = wilson(round(value / 100 * n), n)
        return float(ends.low) * 100, float(ends.high) * 100
    if sd is None or n < 2:
        return None, None
    half = Z95 * sd / n**0.5
    return value - half, value + half


def of_figure(measure: Measure, figure: Group) -> Told:
    """Disadvantaged pupils in the figure's own year."""
    assert figure.value_disadvantaged is not None
    ends = interval(figure.value_disadvantaged, figure.n_disadvantaged, figure.sd_disadvantaged, measure)
    return Told(figure.value_disadvantaged, *ends)


def of_years(measure: Measure, figure: Group, years: Sequence[Group]) -> Told:
    """Disadvantaged pupils over the pooled years. The deviation of a mean is put together again from the single years,
    where all of them are shown; otherwise the value stands without an interval."""
    value, n = figure.pooled_value_disadvantaged, figure.pooled_n_disadvantaged or 0
    assert value is not None
    return Told(value, *interval(value, n, None if measure.is_share else _deviation(measure, n, years), measure))


def _deviation(measure: Measure, n: int, years: Sequence[Group]) -> float | None:
    if measure.kind is Kind.RATE or n != sum(year.n_disadvantaged for year in years):
        return None
    total = squares = 0.0
    for year in years:
        mean, sd = year.value_disadvantaged, year.sd_disadvantaged
        if not year.n_disadvantaged:
            continue
        if mean is None or (sd is None and year.n_disadvantaged > 1):
            return None
        total += year.n_disadvantaged * mean
        squares += (year.n_disadvantaged - 1) * (sd or 0.0) ** 2 + year.n_disadvantaged * mean**2
    return float(sample(n, total, squares).sd) if n > 1 else None
