"""Reads models.toml, once, and refuses what a model of coaching cannot be without."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class StrategyModel:
    name: str
    says: str
    rhythm_weeks: int
    visits: int
    in_lessons: bool
    praise_prompt: str
    question_prompt: str
    step_prompt: str
    rehearse_prompt: str

    def __post_init__(self) -> None:
        prompts = (self.praise_prompt, self.question_prompt, self.step_prompt, self.rehearse_prompt)
        if not (self.name and self.says and all(prompts)):
            raise ValueError(f"models.toml: “{self.name}” lacks its name, what it is or one of its four prompts.")
        if not (1 <= self.rhythm_weeks <= 12 and 1 <= self.visits <= 40):
            raise ValueError(f"models.toml: “{self.name}” has 1 to 12 weeks between visits, and 1 to 40 visits.")


def _read() -> tuple[StrategyModel, ...]:
    text = (Path(__file__).parent / "models.toml").read_text(encoding="utf-8")
    return tuple(StrategyModel(**told) for told in tomllib.loads(text)["model"])


MODELS = _read()
