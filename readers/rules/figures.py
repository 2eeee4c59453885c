"""A figure in plain words: what it means, how sure it is, and what to ask about it. Pure; figures come through the
disclosure door."""

from __future__ import annotations

from typing import Protocol

from celt.lib.sentences import counted
from dashboards.sentences import Gap, can_be_chance, distinguishable, number, points, signed, value_with_unit
from pupils.measures import Measure

# What to ask where nothing presses.
STEADY = "What do disadvantaged pupils get this year that they did not get a year ago, and who looks whether it works?"
TOGETHER = (
    "One year is too few pupils to tell; the years together do show a gap. What was tried against it, and what of that "
    "goes on?"
)
TOO_SMALL = (
    "The groups are too small to print a figure. What has been seen in lessons and in books that shows a change?"
)


# What the pupils counted did, where a sentence can say it; all others reached something, or are among those counted.
DID = {"persistent_absence": "missed a tenth of school or more", "severe_absence": "missed half of school or more"}
# The figures of a year that is not over.
SO_FAR = "The year is not over, and is held beside whole years."


class Figure(Gap, Protocol):
    """The part of a figure that is told here; values are None where they may not be shown or do not exist."""

    pooled_years: int | None
    pooled_gap: float | None
    pooled_ci_low: float | None
    pooled_ci_high: float | None


def means(measure: Measure, figure: Gap | None) -> str:
    """'About 5 in 10 disadvantaged pupils reached it, and about 7 in 10 others.'"""
    if figure is None or figure.value_disadvantaged is None or figure.value_other is None:
        return ""
    own, others = figure.value_disadvantaged, figure.value_other
    if not measure.is_share:
        said = (value_with_unit(value, measure) for value in (own, others))
        return "On average it is {} for disadvantaged pupils and {} for others.".format(*said)
    did = DID.get(measure.slug, "reached it" if measure.direction == "higher" else "are among them")
    first, second = _in_ten(own, others)
    if first == second:
        return f"In both groups about {first} {did}."
    return f"About {first} disadvantaged pupils {did}, and about {second} others."


def _in_ten(own: float, others: float) -> tuple[str, str]:
    """In tens where that tells the two apart and neither is none or all, else in hundreds."""
    tens = round(own / 10), round(others / 10)
    if tens[0] != tens[1] and all(0 < ten < 10 for ten in tens):
        return f"{tens[0]} in 10", f"{tens[1]} in 10"
    return f"{round(own)} in 100", f"{round(others)} in 100"


def chance(measure: Measure, figure: Figure | None, *, so_far: bool = False) -> str:
    """How sure the gap is, in a sentence or two, and what several years together say. `so_far`: the year goes on."""
    if figure is None:
        return ""
    unfinished = SO_FAR if so_far and figure.change_gap is not None else ""
    return " ".join(filter(None, (_this_year(measure, figure), _together(measure, figure), unfinished)))


def _this_year(measure: Measure, figure: Figure) -> str:
    if figure.gap is None or figure.ci_low is None or figure.ci_high is None:
        return ""
    pupils = f"With {counted(figure.n_disadvantaged, 'disadvantaged pupil')}"
    if distinguishable(figure):
        low, high = sorted((abs(figure.ci_low), abs(figure.ci_high)))
        least = "just above 0" if number(low, measure) == "0" else number(low, measure)
        reach = f"between {least} and {points(high, measure)}"
        return f"{pupils}, the real gap lies most likely {reach}: it is more than chance."
    half = (figure.ci_high - figure.ci_low) / 2
    return f"{pupils}, chance alone can move this gap by {points(half, measure)} either way."


def _together(measure: Measure, figure: Figure) -> str:
    if figure.pooled_gap is None or (figure.pooled_years or 0) < 2:
        return ""
    years = {2: "Two", 3: "Three"}.get(figure.pooled_years or 0, str(figure.pooled_years))
    low, high = figure.pooled_ci_low, figure.pooled_ci_high
    says = f"{years} years together put it at {points(figure.pooled_gap, measure)}"
    if low is None or high is None:
        return f"{says}."
    if low * high > 0:
        near, far = sorted((abs(low), abs(high)))
        return f"{says}, which is more than chance (95% interval {number(near, measure)} to {number(far, measure)})."
    return f"{says}, which may be chance (95% interval {signed(low, measure)} to {signed(high, measure)})."


def gap_words(measure: Measure, figure: Gap | None) -> str:
    """'12 points', as the next edition will say what was read in this one; empty where it may not be shown."""
    if figure is None or figure.gap is None:
        return ""
    if number(abs(figure.gap), measure) == "0":
        return "no gap"
    better = (figure.gap > 0) == (measure.direction == "higher")
    return f"{points(figure.gap, measure)}{' in favour of disadvantaged pupils' if better else ''}"


def then(gap_now: str, of_now: str, gap_before: str, of_before: str, *, so_far: bool = False) -> str:
    """What was read at the last meeting beside what is read now; empty where one of them shows no figure. `so_far`: its
    year is not over, so that a figure moves without being put right."""
    if not gap_now or not gap_before:
        return ""
    if of_now == of_before:
        if gap_now == gap_before:
            return "The last reader gave the same figure."
        why = "earlier in the year" if so_far else "it was corrected"
        return f"The last reader said {gap_before}{',' if so_far else ';'} {why}."
    return f"The last reader said {gap_before}, for {of_before}."


def _clear_together(figure: Figure) -> bool:
    low, high = figure.pooled_ci_low, figure.pooled_ci_high
    return figure.pooled_gap is not None and low is not None and high is not None and low * high > 0


def figure_question(measure: Measure, figure: Figure | None, before: Gap | None) -> str:
    """The one question that the figure suggests most."""
    if figure is None or figure.gap is None:
        return TOO_SMALL
    sure = figure.change_gap is not None and before is not None and not can_be_chance(figure, before)
    if figure.others_fell:
        return "The gap is smaller because other pupils fell back. What happened to them, and what happens now?"
    if sure and figure.change_gap is not None:
        grew = abs(figure.gap) > abs(figure.gap - figure.change_gap)
        if grew:
            return "The gap grew by more than chance explains. What is thought to lie behind it, and what changes now?"
        return "The two groups came closer by more than chance explains. What did it, and will it last?"
    if distinguishable(figure) is False:
        if _clear_together(figure):
            return TOGETHER
        return "This gap may be chance. What else, in lessons and in books, shows how disadvantaged pupils do?"
    return STEADY


def attendance_question(figure: Gap | None, before: Gap | None, *, so_far: bool = False) -> str:
    """`so_far`: its year is not over, so that its change says little."""
    if figure is None or figure.gap is None:
        return "The groups are too small to print a figure. What is done on the first day that a pupil is missing?"
    if so_far or figure.change_gap is None or before is None or can_be_chance(figure, before):
        return "What is known of why pupils stay away, and which of it can the school change?"
    if figure.others_fell:
        return "The gap in absence is smaller because other pupils are away more. What happened to them?"
    if abs(figure.gap) > abs(figure.gap - figure.change_gap):
        return "The gap in absence grew by more than chance explains. What keeps disadvantaged pupils away?"
    return "The gap in absence narrowed by more than chance explains. What made the difference, and will it last?"
