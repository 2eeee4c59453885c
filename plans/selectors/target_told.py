"""What a target's page is told, and the words for which figure it is and when."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from celt.lib.terms import year_label
from plans.models.priority import FigureOf
from plans.providers import Reading
from plans.rules.target import At, Judged, Picture, Tone
from pupils.measures import Measure


@dataclass(frozen=True, slots=True)
class MeaningLine:
    """What somebody wrote about a figure. `figure` and `by` as the reader may know them."""

    pk: int
    at: datetime.datetime
    about: str
    figure: str
    says: str
    by: str


@dataclass(frozen=True, slots=True)
class TargetTold:
    """`start`, `now` and `goal` are words, empty where there is nothing to say; `word` with `tone` how it stands.

    `moved`: which group moved since the start; `means`: the target in pupils; `on_the_way`: a newer figure of another
    kind of checkpoint; `unwritten`: the newest reading that nobody wrote about yet.
    """

    priority: int
    about: str
    among: str
    group: bool  # the figure is of disadvantaged pupils alone
    says: str
    word: str = ""
    tone: Tone = ""
    start: str = ""
    start_when: str = ""
    now: str = ""
    now_when: str = ""
    goal: str = ""
    goal_when: str = ""
    interval: str = ""
    n: int | None = None
    chance: str = ""
    moved: str = ""
    means: str = ""
    on_the_way: str = ""
    note: str = ""
    as_of: datetime.date | None = None
    url: str = ""
    picture: Picture | None = None
    judged: Judged | None = None
    start_value: float | None = None
    now_value: float | None = None
    goal_value: float | None = None
    unwritten: Reading | None = None
    meanings: tuple[MeaningLine, ...] = ()

    @property
    def has_target(self) -> bool:
        return bool(self.goal)


def when_words(at: At) -> str:
    """'Summer 2026/27'."""
    return f"{at[1]} {year_label(at[0])}"


def about_words(measure: Measure, figure_of: str) -> str:
    """'Gap in reading', 'Disadvantaged pupils in reading', each with its key stage."""
    stage = f", key stage {measure.key_stage.removeprefix('KS')}" if measure.key_stage.startswith("KS") else ""
    return f"{'Gap' if figure_of == FigureOf.GAP else 'Disadvantaged pupils'} {measure.in_words}{stage}"


BREAKDOWN_WORDS = {
    "sex:F": "girls", "sex:M": "boys", "sen:N": "pupils without a special educational need",
    "sen:K": "pupils with SEN support", "sen:E": "pupils with an education, health and care plan",
    "eal:Y": "pupils with English as an additional language", "eal:N": "pupils with English as first language",
    "year:0": "reception",
}  # fmt: skip


def among_words(breakdown: str) -> str:
    """'girls', 'year 6'; empty where all pupils are meant."""
    if breakdown == "all":
        return ""
    kind, _, which = breakdown.partition(":")
    return BREAKDOWN_WORDS.get(breakdown, f"{kind} {which}")
