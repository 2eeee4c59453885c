"""The figures at the head of an academy's dashboard, each with its interval, its n and a plain explanation."""

from __future__ import annotations

from celt.lib.sentences import counted
from celt.ui.parts import Stat
from dashboards.models import GapFigure
from dashboards.sentences import number, signed
from pupils.measures import Measure


def academy_stats(measure: Measure, figure: GapFigure, phase: GapFigure | None) -> list[Stat]:
    """Raw, pooled and steadied gap side by side; `phase` is the figure that the last is drawn towards.

    A figure that may not be shown, or does not exist, says so.
    """
    return [_raw(measure, figure), _pooled(measure, figure), _steadied(measure, figure, phase)]


def _raw(measure: Measure, figure: GapFigure) -> Stat:
    label = "This year’s gap"
    if figure.gap is None:
        return Stat(label, "–", note="Too few pupils to show without naming them.")
    interval = ""
    if figure.ci_low is not None and figure.ci_high is not None:
        interval = f"95% interval {signed(figure.ci_low, measure)} to {signed(figure.ci_high, measure)}; "
    note = f"{interval}{counted(figure.n_disadvantaged, 'disadvantaged pupil')}, {figure.n_other:,} other."
    return Stat(label, number(figure.gap, measure), "points", note)


def _pooled(measure: Measure, figure: GapFigure) -> Stat:
    years = figure.pooled_years or 0
    label = f"{years} years pooled" if years > 1 else "Three years pooled"
    if figure.pooled_gap is None:
        return Stat(label, "–", note="There are not yet pupils enough over the years to show it.")
    interval = ""
    if figure.pooled_ci_low is not None and figure.pooled_ci_high is not None:
        interval = f"95% interval {signed(figure.pooled_ci_low, measure)} to {signed(figure.pooled_ci_high, measure)}; "
    n = figure.pooled_n_disadvantaged or 0
    note = f"{interval}{counted(n, 'disadvantaged pupil')} of all these years together. Steadier, slower to move."
    return Stat(label, number(figure.pooled_gap, measure), "points", note)


def _steadied(measure: Measure, figure: GapFigure, phase: GapFigure | None) -> Stat:
    label = "Steadied gap"
    if figure.shrunk_gap is None or figure.shrink_weight is None:
        return Stat(label, "–", note="Too few pupils to show without naming them.")
    to = f" ({number(phase.gap, measure)})" if phase is not None and phase.gap is not None else ""
    note = (
        f"Drawn towards the gap of all the trust’s academies of this phase{to}, the more so the fewer pupils there "
        f"are: {figure.shrink_weight:.0%} is the academy’s own. The fairest guess at where it really stands."
    )
    return Stat(label, number(figure.shrunk_gap, measure), "points", note)


def more_stats(measure: Measure, figure: GapFigure) -> list[Stat]:
    """The distance to England, what one pupil is worth, and the effect size: those of them that there are."""
    found = []
    if figure.gap_to_national is not None:
        note = "Disadvantaged pupils here beside other pupils in England."
        found.append(Stat("To England’s other pupils", signed(figure.gap_to_national, measure), "points", note))
    if figure.one_pupil is not None and figure.gap is not None and measure.is_share:
        note = "So much moves the disadvantaged figure when one pupil more reaches the mark."
        found.append(Stat("One pupil is worth", f"{figure.one_pupil:.1f}", "points", note))
    if figure.effect_size is not None:
        note = "Hedges’ g: the gap in standard deviations, to compare measures of different units."
        found.append(Stat("Effect size", f"{figure.effect_size:.2f}".replace("-", "\u2212"), note=note))
    return found
