"""Reads the frameworks, a TOML file each, once, and refuses one that is not whole."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from academies.models.academy import Phase
from reviews.models.framework import EvidenceKind, Family
from reviews.rules.framework import scale_fault

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class StrategyPrompt:
    """`look_for`: what one would see, hear or read, a line each. `kinds`: values of EvidenceKind."""

    asks: str
    look_for: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StrategySection:
    """`about`: what secure looks like."""

    name: str
    about: str
    prompts: tuple[StrategyPrompt, ...]


@dataclass(frozen=True, slots=True)
class StrategyFramework:
    family: str
    phase: str
    name: str
    about: str
    scale: tuple[str, ...]
    sections: tuple[StrategySection, ...]

    def __post_init__(self) -> None:
        for fault in self._faults():
            raise ValueError(f"The framework “{self.name}”: {fault}")

    def _faults(self) -> list[str]:
        faults = [fault] if (fault := scale_fault(self.scale)) else []
        if self.family not in Family.values or (self.phase and self.phase not in Phase.values):
            faults.append("it is of no known family or phase.")
        if not (self.name and self.about and self.sections):
            faults.append("it lacks its name, what it is about or its parts.")
        if len({section.name for section in self.sections}) != len(self.sections):
            faults.append("two of its parts share a name.")
        for section in self.sections:
            if not (section.name and section.about and section.prompts):
                faults.append(f"“{section.name}” lacks what secure looks like, or its questions.")
            for prompt in section.prompts:
                if not (prompt.asks and prompt.look_for and prompt.kinds):
                    faults.append(f"“{prompt.asks}” does not say what to look for, or where.")
                if unknown := set(prompt.kinds) - set(EvidenceKind.values):
                    faults.append(f"“{prompt.asks}” is looked for in {', '.join(sorted(unknown))}, which is no place.")
        return faults


def read(path: Path) -> StrategyFramework:
    told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return StrategyFramework(
        family=told["family"],
        phase=told.get("phase", ""),
        name=told["name"],
        about=told["about"].strip(),
        scale=tuple(told.get("scale", ())),
        sections=tuple(
            StrategySection(
                name=section["name"],
                about=section["about"],
                prompts=tuple(
                    StrategyPrompt(each["asks"], tuple(each["look_for"]), tuple(each["kinds"]))
                    for each in section["prompt"]
                ),
            )
            for section in told["section"]
        ),
    )


FRAMEWORKS: tuple[StrategyFramework, ...] = tuple(
    sorted(
        (read(path) for path in HERE.glob("*.toml")),
        key=lambda each: (Family.values.index(each.family), each.phase),
    )
)
if len({(each.family, each.phase, each.name) for each in FRAMEWORKS}) != len(FRAMEWORKS):
    raise ValueError("Two of the strategy's frameworks share a name.")
