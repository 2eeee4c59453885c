"""Inspection frameworks, each version a file: its areas, its scale, its days in force. Scales are never mapped."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ConcernRule:
    """When grades mean a category of concern: any area at `grade`, or safeguarding not met, means the `lesser`; the
    leading area together with another area or safeguarding means the `greater`."""

    leading_area: str
    grade: str
    lesser: str
    greater: str


@dataclass(frozen=True, slots=True)
class Framework:
    """One version. `areas` and `grades` are slug -> words; grades run from the best to the worst, areas as printed.

    `kinds` and `concern_categories` are those that there are under it. `tones` mark the grades that ask for action.
    """

    slug: str
    name: str
    starts: datetime.date
    ends: datetime.date | None
    areas: Mapping[str, str]
    optional_areas: frozenset[str]
    grades: Mapping[str, str]
    kinds: frozenset[str]
    concern_categories: tuple[str, ...]
    safeguarding: Mapping[str, str]
    tones: Mapping[str, str]
    about: str
    change: str
    concern_rule: ConcernRule | None = None

    def rank(self, grade: str) -> int:
        """1 for the worst grade of this framework, rising to the best; it says nothing beside another framework."""
        return len(self.grades) - list(self.grades).index(grade)


def _read(path: Path) -> Framework:
    data = tomllib.loads(path.read_text())
    return Framework(
        slug=path.stem,
        name=data["name"],
        starts=data["starts"],
        ends=data.get("ends"),
        areas=data["areas"],
        optional_areas=frozenset(data["optional_areas"]),
        grades=data["grades"],
        kinds=frozenset(data["kinds"]),
        concern_categories=tuple(data["concern_categories"]),
        safeguarding=data["safeguarding"],
        tones=data["tones"],
        about=data["about"],
        change=data["change"],
        concern_rule=ConcernRule(**data["concern_rule"]) if "concern_rule" in data else None,
    )


# In the order in which they came into force.
FRAMEWORKS: Mapping[str, Framework] = {
    framework.slug: framework
    for framework in sorted(map(_read, Path(__file__).parent.glob("*.toml")), key=lambda f: f.starts)
}
NEWEST_FIRST: tuple[Framework, ...] = tuple(sorted(FRAMEWORKS.values(), key=lambda f: f.starts, reverse=True))


def framework_on(day: datetime.date) -> Framework | None:
    """The framework in force on a day; None before the first that is kept here."""
    return next((f for f in FRAMEWORKS.values() if f.starts <= day and (f.ends is None or day <= f.ends)), None)
