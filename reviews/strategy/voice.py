"""Reads the question sets for pupils and parents, a TOML file each, once, and refuses one that is not whole."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from academies.models.academy import Phase
from reviews.models.framework import Family
from reviews.models.survey import Who
from reviews.rules.survey import SCALES, faults

HERE = Path(__file__).parent / "surveys"


@dataclass(frozen=True, slots=True)
class SetQuestion:
    """`scale`: a key of SCALES; empty where one answers in own words."""

    says: str
    scale: str


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """`phase` empty: for every academy. `families`: the reviews that it goes with."""

    key: str
    name: str
    who: str
    phase: str
    families: tuple[str, ...]
    young: bool
    title: str
    opening: str
    questions: tuple[SetQuestion, ...]

    def __post_init__(self) -> None:
        wrong = faults([(question.says, not question.scale) for question in self.questions])
        if self.who not in Who.values or (self.phase and self.phase not in Phase.values):
            wrong.append("it asks nobody known.")
        if not self.families or set(self.families) - set(Family.values):
            wrong.append("it goes with no known review.")
        if not (self.name and self.title and self.opening):
            wrong.append("it lacks its name, its title or its opening words.")
        if any(question.scale and question.scale not in SCALES for question in self.questions):
            wrong.append("it uses answers that nobody knows.")
        if len({question.says for question in self.questions}) != len(self.questions):
            wrong.append("it asks something twice.")
        for fault in wrong:
            raise ValueError(f"The question set “{self.key}”: {fault}")


def read(path: Path) -> QuestionSet:
    told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return QuestionSet(
        key=path.stem,
        name=told["name"],
        who=told["who"],
        phase=told["phase"],
        families=tuple(told["families"]),
        young=told.get("young", False),
        title=told["title"],
        opening=told["opening"],
        questions=tuple(SetQuestion(each["says"], each.get("scale", "")) for each in told["question"]),
    )


SETS: dict[str, QuestionSet] = {each.key: each for each in map(read, sorted(HERE.glob("*.toml")))}


def sets_for(family: str, phase: str) -> list[QuestionSet]:
    """All sets that an academy of this phase can use, those of the review's own subject first."""
    # An all-through academy asks younger and older pupils apart.
    fits = [
        each for each in SETS.values() if not each.phase or phase not in ("primary", "secondary") or each.phase == phase
    ]
    return sorted(fits, key=lambda each: (family not in each.families, each.who != Who.PUPILS, each.name))
