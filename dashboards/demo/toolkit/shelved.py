"""Reads shelved.toml: what the demo trust's academies gave to the library, used and made their own. `ago`: days before
today."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dashboards.demo.toolkit.handouts import Sheet

# Title, what pupils learn, what they do, the practice's slug.
Row = tuple[str, str, str, str]


@dataclass(frozen=True)
class Given:
    key: str
    slug: str
    ago: int
    kind: str
    title: str
    summary: str
    strand: str
    phases: list[str]
    subject: str
    years: str
    body: str
    lessons: tuple[Row, ...] = ()
    practices: list[str] = field(default_factory=list)
    files: tuple[Sheet, ...] = ()
    published: bool = True


@dataclass(frozen=True)
class Own:
    """A version of an academy's own. No lessons: those of the original stay."""

    key: str
    of: str
    slug: str
    ago: int
    title: str
    summary: str
    years: str = ""
    lessons: tuple[Row, ...] = ()
    files: tuple[Sheet, ...] = ()
    published: bool = True


@dataclass(frozen=True)
class Used:
    of: str
    slug: str
    ago: int
    says: str


@dataclass(frozen=True)
class Ended:
    of: str
    slug: str
    ago: int
    found: str


@dataclass(frozen=True)
class Study:
    slug: str
    story: str
    summary: str
    body: str
    strand: str
    subject: str
    years: str
    practices: list[str]


def _rows(told: dict[str, Any]) -> tuple[Row, ...]:
    return tuple((row["title"], row["learns"], row["tasks"], row["practice"]) for row in told.get("lessons", ()))


def _sheets(told: dict[str, Any]) -> tuple[Sheet, ...]:
    return tuple(Sheet(**{**sheet, "lines": tuple(sheet["lines"])}) for sheet in told.get("files", ()))


def _filled(told: dict[str, Any]) -> dict[str, Any]:
    return {**told, "lessons": _rows(told), "files": _sheets(told)}


_TOLD = tomllib.loads((Path(__file__).parent / "shelved.toml").read_text(encoding="utf-8"))
GIVEN = tuple(Given(**_filled(told)) for told in _TOLD["given"])
OWN = tuple(Own(**_filled(told)) for told in _TOLD["own"])
USED = tuple(Used(**told) for told in _TOLD["used"])
ENDED = tuple(Ended(**told) for told in _TOLD["ended"])
STUDY = Study(**_TOLD["study"])
