"""What became of a figure between two days, in words that own up to chance. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from checkpoints.rules.frozen import Frozen
from plans.rules.target import GAP, Better, Picture, Tone, alike, may_be_chance, picture
from pupils.measures import MEASURES, Measure
from pupils.measures.words import number, points

Way = Literal["", "better", "worse", "same"]

SAYS_LITTLE = "It is read at another point of the year than before, so the two cannot be held against each other."
OTHERS_FELL = "The gap narrowed because other pupils fell back: nobody gained by that."


@dataclass(frozen=True, slots=True)
class Moved:
    """`word` with `tone` in short, `says` in full. `picture`: both on one line, None where there is nothing to draw."""

    word: str
    tone: Tone
    says: str
    picture: Picture | None = None


def better_of(measure: Measure, figure_of: str) -> Better:
    return "lower" if figure_of == GAP or measure.direction == "lower" else "higher"


def moved(then: Frozen | None, now: Frozen | None) -> Moved:
    """`then`: when it was decided; `now`: the same figure at a checkpoint since."""
    measure = MEASURES.get((then or now or NOTHING).measure)
    if measure is None or then is None or then.value is None or then.point is None:
        why = then.why_none if then is not None and then.why_none else "There was no figure to start from."
        return Moved("No figure to start from", "", why)
    if now is None:
        return Moved("Not read again yet", "", "The figure has not been read again since it was decided.")
    if now.value is None or now.point is None:
        return Moved("No figure to read", "", now.why_none or "There is no figure to read.")
    better = better_of(measure, then.figure_of)
    drawn = picture(better, then.point, now.point, None)
    if not alike(measure, then.at, now.at):
        return Moved("Not to be compared", "", SAYS_LITTLE, drawn)
    way, by = _way(measure, better, then.value, now.value)
    others = " Other pupils sat it in each of the years." if _other_pupils(measure, then, now) else ""
    if way == "same":
        return Moved("No change", "", f"It stands where it stood.{others}", drawn)
    what = "The gap" if then.figure_of == GAP else "The figure"
    verb = _verb(then.figure_of, way)
    if may_be_chance(then.point, now.point):
        says = f"{what} {verb} by {by}, no more than chance could do."
        return Moved("May be chance", "warn", f"{says}{others}", drawn)
    if then.point.half is None or now.point.half is None:
        return Moved(
            "Better, not sure" if way == "better" else "Worse, not sure", "warn",
            f"{what} {verb} by {by}. How sure that is, nobody can say: one of the two has no interval.{others}", drawn,
        )  # fmt: skip
    if way == "better" and now.others_fell and then.figure_of == GAP:
        return Moved("Others fell", "warn", f"{what} {verb} by {by}. {OTHERS_FELL}{others}", drawn)
    says = f"{what} {verb} by {by}, more than chance explains.{others}"
    return Moved("Better", "good", says, drawn) if way == "better" else Moved("Worse", "bad", says, drawn)


NOTHING = Frozen("", "", "", 0, "")


def _way(measure: Measure, better: Better, then: float, now: float) -> tuple[Way, str]:
    """Compared as people read it, to the measure's decimals."""
    change = round(now, measure.decimals) - round(then, measure.decimals)
    if number(change, measure) == "0":
        return "same", ""
    return ("better" if (change > 0) == (better == "higher") else "worse"), points(change, measure)


def _verb(figure_of: str, way: Way) -> str:
    if figure_of == GAP:
        return "narrowed" if way == "better" else "widened"
    return "moved the right way" if way == "better" else "moved the wrong way"


def _other_pupils(measure: Measure, then: Frozen, now: Frozen) -> bool:
    """A test of one year group is sat by others the year after."""
    return then.year != now.year and len(measure.year_groups) == 1
