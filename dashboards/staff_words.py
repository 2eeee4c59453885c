"""What the staff dashboard says in plain words. Pure: a figure (already through the disclosure door) in, words out."""

from __future__ import annotations

from celt.lib.sentences import counted
from celt.ui.parts import Status
from dashboards.models import FigureStatus, GapFigure
from dashboards.sentences import distinguishable, points, signed
from pupils.measures import Measure


def in_words(measure: Measure, figure: GapFigure) -> Status:
    """A figure as one status: who is behind, or why nothing can be said."""
    if figure.gap is None:
        return Status("too few" if figure.status == FigureStatus.SUPPRESSED else "no figure")
    if not distinguishable(figure):
        return Status("may be chance")
    behind = (figure.gap < 0) == (measure.direction == "higher")
    return Status("disadvantaged pupils behind", "warn") if behind else Status("disadvantaged pupils ahead", "good")


def meanings(measure: Measure, figure: GapFigure | None) -> list[str]:
    """The interval, the numbers and one pupil's worth, each in a sentence; why, where the figure is hidden."""
    if figure is None or figure.status == FigureStatus.NOT_PUBLISHED:
        return []
    if figure.gap is None:
        return [
            "The figure is hidden: one of the groups is so small that a pupil could be known by it, or a hidden group "
            "could be worked out from it.",
        ]
    told = [f"{counted(figure.n_disadvantaged, 'disadvantaged pupil')} and {counted(figure.n_other, 'other')} counted."]
    if figure.ci_low is not None and figure.ci_high is not None:
        ends = f"from {signed(figure.ci_low, measure)} to {signed(figure.ci_high, measure)}"
        so = "so the two groups differ by more than chance" if distinguishable(figure) else "so it may be chance"
        told.append(f"With chance allowed for, the gap lies somewhere {ends}: {so}.")
    if figure.one_pupil is not None and measure.is_share:
        told.append(
            f"One disadvantaged pupil more at the standard moves their figure by {points(figure.one_pupil, measure)}."
        )
    return told


def questions(measure: Measure, figure: GapFigure | None, *, widest: str = "") -> list[str]:
    """What to ask next. `widest`: the year group with the widest gap, as in "year 4"."""
    if figure is None or figure.gap is None:
        return ["Whom do I teach that this figure would be about, and what do I know already that they need?"]
    asked = []
    if figure.others_fell:
        asked.append("The gap closed because other pupils fell back. What happened to them?")
    if distinguishable(figure) is False:
        asked.append("Do work and answers in my lessons show the same difference, or is it the luck of one year?")
    else:
        asked.append("Where in my lessons does the difference begin: in what pupils know, read or say?")
    if widest:
        asked.append(f"The gap is widest in {widest}. What is taught there that leans on something missed before?")
    if measure.subject == "Attendance":
        asked.append("Whose absence have I stopped noticing, and who rings home?")
    asked.append("Which one practice do we all use this term, and what would I see in books if it worked?")
    return asked
