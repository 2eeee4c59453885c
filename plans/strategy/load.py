"""Reads rings.toml and pillars.toml, once, and refuses what does not hold together."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Pillar:
    slug: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Condition:
    slug: str
    name: str
    ask: str
    pillar: str
    ring: str
    # What stands on the drawing of the rings where the name is too long for it.
    short: str = ""


@dataclass(frozen=True, slots=True)
class Ring:
    slug: str
    name: str
    about: str
    conditions: tuple[Condition, ...]


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def _rings(pillars: dict[str, Pillar]) -> tuple[Ring, ...]:
    rings = tuple(
        Ring(
            told["slug"],
            told["name"],
            told["about"],
            tuple(Condition(**condition, ring=told["slug"]) for condition in told["condition"]),
        )
        for told in read("rings.toml")["ring"]
    )
    for ring in rings:
        for condition in ring.conditions:
            if condition.pillar not in pillars:
                raise ValueError(f"rings.toml: {condition.slug} leans on {condition.pillar}, which is no pillar.")
    return rings


PILLARS: dict[str, Pillar] = {told["slug"]: Pillar(**told) for told in read("pillars.toml")["pillar"]}
RINGS: tuple[Ring, ...] = _rings(PILLARS)
CONDITIONS: dict[str, Condition] = {c.slug: c for ring in RINGS for c in ring.conditions}
if len(CONDITIONS) != sum(len(ring.conditions) for ring in RINGS):
    raise ValueError("rings.toml: two conditions share a slug.")
