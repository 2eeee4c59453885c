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
    label = f"The last {years} years together" if years > 1 else "Three years together"
    if figure.pooled_gap is None:
        return Stat(label, "–", note="Not enough pupils over the years to show it yet.")
    interval = ""
    if figure.pooled_ci_low is not None and figure.pooled_ci_high is not None:
        interval = f"95% interval {signed(figure.pooled_ci_low, measure)} to {signed(figure.pooled_ci_high, measure)}; "
    n = figure.pooled_n_disadvantaged or 0
    note = f"{interval}{counted(n, 'disadvantaged pupil')} over these years. Steadier, and slower to show a change."
    return Stat(label, number(figure.pooled_gap, measure), "points", note)


def _steadied(measure: Measure, figure: GapFigure, phase: GapFigure | None) -> Stat:
    label = "Best estimate"
    if figure.shrunk_gap is None or figure.shrink_weight is None:
        return Stat(label, "–", note="Too few pupils to show without naming them.")
    to = f" ({number(phase.gap, measure)})" if phase is not None and phase.gap is not None else ""
    note = (
        f"This year’s gap, steadied: {figure.shrink_weight:.0%} is the academy’s own figure, the rest that of all the "
        f"trust’s academies of this phase{to}. The fewer the pupils, the less a year of theirs can tell."
    )
    return Stat(label, number(figure.shrunk_gap, measure), "points", note)


def more_stats(measure: Measure, figure: GapFigure) -> list[Stat]:
    """The distance to England, what one pupil is worth, and the effect size: those of them that there are."""
    found = []
    if figure.gap_to_national is not None:
        note = "Disadvantaged pupils here beside other pupils in England."
        found.append(Stat("To England’s other pupils", signed(figure.gap_to_national, measure), "points", note))
    if figure.one_pupil is not None and figure.gap is not None and measure.is_share:
        note = "One more disadvantaged pupil reaching the standard moves their figure by this much."
        found.append(Stat("One pupil is worth", f"{figure.one_pupil:.1f}", "points", note))
    if figure.effect_size is not None:
        note = (
            "The gap beside how widely results spread, so that measures in different units compare. "
            "By custom 0.2 is small, 0.5 medium, 0.8 large (Hedges’ g)."
        )
        found.append(Stat("Effect size", f"{figure.effect_size:.2f}".replace("-", "\u2212"), note=note))
    return found
