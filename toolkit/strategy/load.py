"""Reads theories.toml, once, and refuses what a theory cannot be without."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class StrategyTheory:
    """`practice` and `pupils`: what one would see or hear where it is done, and where it works."""

    name: str
    when: str
    then: str
    because: str
    practice: tuple[str, ...]
    pupils: tuple[str, ...]

    def __post_init__(self) -> None:
        if not (self.name and self.when and self.then and self.practice and self.pupils):
            raise ValueError(f"theories.toml: “{self.name}” lacks its WHEN, its THEN or its signs.")


def _read() -> tuple[StrategyTheory, ...]:
    text = (Path(__file__).parent / "theories.toml").read_text(encoding="utf-8")
    return tuple(
        StrategyTheory(**{**told, "practice": tuple(told["practice"]), "pupils": tuple(told["pupils"])})
        for told in tomllib.loads(text)["theory"]
    )


THEORIES = _read()
