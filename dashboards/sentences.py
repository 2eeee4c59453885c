"""What a figure says, in a sentence. Pure: figures in (already through the disclosure door), words out."""

from __future__ import annotations

from math import hypot
from typing import Protocol

from celt.lib.sentences import Sentence, dis, listed, oth, say
from celt.lib.terms import year_label
from pupils.measures import Measure
from pupils.measures.words import MINUS as MINUS
from pupils.measures.words import number as number
from pupils.measures.words import points as points
from pupils.measures.words import value_with_unit as value_with_unit

Z95 = 1.959963984540054


class Gap(Protocol):
    """The part of a figure that sentences need; values are None where they may not be shown or do not exist."""

    academic_year: int
    n_disadvantaged: int
    n_other: int
    value_disadvantaged: float | None
    value_other: float | None
    gap: float | None
    ci_low: float | None
    ci_high: float | None
    change_gap: float | None
    change_disadvantaged: float | None
    change_other: float | None
    others_fell: bool
    status: str


def signed(value: float, measure: Measure) -> str:
    text = number(value, measure)
    return text if text == "0" or text.startswith(MINUS) else f"+{text}"


def distinguishable(figure: Gap) -> bool | None:
    """Whether the 95% interval leaves out 0; None where there is no interval."""
    if figure.ci_low is None or figure.ci_high is None:
        return None
    return figure.ci_low > 0 or figure.ci_high < 0


def gap_answer(measure: Measure, figure: Gap | None, before: Gap | None = None, *, where: str = "") -> Sentence:
    """The one sentence (or two) that a page opens with.

    `where` ends the first noun: "" for the trust, "at Heronmoor" for one academy. `before` is last year's figure,
    needed only to say whether a change can be chance.
    """
    place = f" {where}" if where else ""
    if figure is None or (figure.gap is None and figure.status == "not_published"):
        return say(f"There is no gap to show{place} {measure.in_words} yet.")
    if figure.gap is None:
        return say(f"There are too few pupils{place} to show a gap {measure.in_words} without naming them.")
    first = _standing(measure, figure, place)
    return first if figure.change_gap is None else first + f" {change_sentence(measure, figure, before)}"


def _standing(measure: Measure, figure: Gap, place: str) -> Sentence:
    assert figure.gap is not None
    size, whose = points(figure.gap, measure), dis("Disadvantaged pupils")
    if distinguishable(figure) is False:
        interval = f"{signed(figure.ci_low or 0, measure)} to {signed(figure.ci_high or 0, measure)}"
        chance = f"the difference of {size} may be chance (95% interval {interval})"
        return say(whose, f"{place} and ", oth(), f" cannot be told apart {measure.in_words}: {chance}.")
    if measure.direction == "lower":
        word = "above" if figure.gap > 0 else "below"
    else:
        word = "behind" if figure.gap < 0 else "ahead of"
    return say(whose, f"{place} are {size} {word} ", oth(), f" {measure.in_words}.")


def change_sentence(measure: Measure, figure: Gap, before: Gap | None = None) -> str:
    """What became of the gap since the year before, and which group did it."""
    if figure.change_gap is None or figure.gap is None:
        return ""
    was = figure.gap - figure.change_gap
    closer = abs(was) - abs(figure.gap)
    if number(abs(closer), measure) == "0":
        return f"That is as far apart as in {year_label(figure.academic_year - 1)}."
    direction = "closer" if closer > 0 else "further apart"
    text = f"That is {points(closer, measure)} {direction} than the year before"
    if can_be_chance(figure, before):
        return f"{text}, a change that may be chance."
    return f"{text}, because {who_moved(measure, figure)}."


def can_be_chance(figure: Gap, before: Gap | None) -> bool:
    """True where the change is within what two such intervals allow (half-widths added in quadrature)."""
    edges = [f.ci_high - f.ci_low for f in (figure, before) if f and f.ci_low is not None and f.ci_high is not None]
    if len(edges) < 2 or figure.change_gap is None:
        return False
    return abs(figure.change_gap) < hypot(*(edge / 2 for edge in edges))


def who_moved(measure: Measure, figure: Gap) -> str:
    """Names the group that moved more; says so plainly where a gap closed because other pupils fell."""
    better = 1 if measure.direction == "higher" else -1
    own, others = (figure.change_disadvantaged or 0) * better, (figure.change_other or 0) * better
    up = "moved up" if better > 0 else "improved"
    if figure.others_fell:
        return "other pupils fell back"
    if abs(own) >= abs(others):
        return f"disadvantaged pupils {up}" if own > 0 else "disadvantaged pupils fell back"
    return f"other pupils {up}" if others > 0 else "other pupils fell back"


def academies_say(wider: list[str], narrower: list[str], total: int) -> str:
    """Over many academies: which differ from the trust's gap by more than chance explains."""
    if total == 0:
        return "No academy has a figure to show here."
    told = []
    if wider:
        told.append(f"The gap at {listed(wider)} is wider than the trust’s by more than chance explains.")
    if narrower:
        told.append(f"At {listed(narrower)} it is narrower by more than chance explains.")
    rest = total - len(wider) - len(narrower)
    if not told:
        return "No academy’s gap clearly differs from the trust’s: the differences may be chance."
    if rest:
        told.append("At the others it does not clearly differ from the trust’s.")
    return " ".join(told)


def left_out_says(names: list[str], threshold: int) -> str:
    """Who is missing from a chart and why."""
    if not names:
        return ""
    verb = "is" if len(names) == 1 else "are"
    why = f"{threshold} pupils or fewer in a group, or such a group could be worked out"
    return f"{listed(names)} {verb} not shown: {why}."
