"""Reads stages.toml: the three stages and their activities that a trust begins with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from plans.strategy.load import read

SHOWN_BY: Final = ("team", "enquiry", "tour", "rings", "plan", "learning")


@dataclass(frozen=True, slots=True)
class DefaultActivity:
    name: str
    about: str
    shown_by: str = ""

    def __post_init__(self) -> None:
        if self.shown_by and self.shown_by not in SHOWN_BY:
            raise ValueError(f"stages.toml: {self.name} is shown by {self.shown_by}, which nothing here tells.")


@dataclass(frozen=True, slots=True)
class DefaultStage:
    number: int
    name: str
    about: str
    shortest_terms: int
    longest_terms: int
    activities: tuple[DefaultActivity, ...]


STAGES: tuple[DefaultStage, ...] = tuple(
    DefaultStage(
        **{key: value for key, value in told.items() if key != "activity"},
        activities=tuple(DefaultActivity(**activity) for activity in told["activity"]),
    )
    for told in read("stages.toml")["stage"]
)
