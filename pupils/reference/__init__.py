"""National and local-authority reference values, read from national.csv (gathered November 2026).

A value that was not published is absent, and `national` then gives None: never 0.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

Group = Literal["all", "disadvantaged", "other", "gap"]
GROUPS = {"all", "disadvantaged", "other", "gap"}
VERIFIED = {"read", "computed", "general knowledge"}
AS_OF = "November 2026"


@dataclass(frozen=True)
class ReferenceValue:
    """`value` is in the measure's own unit, shares 0 to 100; `basis` "FSM" differs from the tables' disadvantage."""

    measure: str
    academic_year: int
    level: Literal["national", "la"]
    la_code: int | None
    phase: str
    group: Group
    value: float
    basis: str
    release: str
    source: str
    note: str
    verified: str
    use: bool

    @property
    def is_fsm(self) -> bool:
        return self.basis == "FSM"


class BadReference(ValueError):
    """national.csv holds a row that cannot be."""


def read(path: Path = Path(__file__).parent / "national.csv") -> tuple[ReferenceValue, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_row(number, row) for number, row in enumerate(csv.DictReader(file), start=2))


@cache
def _rows() -> tuple[ReferenceValue, ...]:
    return read()


def _row(number: int, row: dict[str, str]) -> ReferenceValue:
    try:
        value = ReferenceValue(
            measure=row["measure"],
            academic_year=int(row["academic_year"]),
            level=cast(Literal["national", "la"], row["level"]),
            la_code=int(row["la_code"]) if row["la_code"] else None,
            phase=row["phase"],
            group=cast(Group, row["group"]),
            value=float(row["value"]),
            basis=row["basis"],
            release=row["release"],
            source=row["source"],
            note=row["note"],
            verified=row["verified"],
            use={"yes": True, "no": False}[row["use"]],
        )
    except (KeyError, ValueError) as error:
        raise BadReference(f"national.csv line {number}: {error}") from error
    if value.group not in GROUPS or value.verified not in VERIFIED or value.level not in {"national", "la"}:
        raise BadReference(f"national.csv line {number}: group, verified or level is wrong")
    if (value.level == "la") != (value.la_code is not None):
        raise BadReference(f"national.csv line {number}: a local authority has a code, and England has none")
    if not (value.basis and value.release and value.source):
        raise BadReference(f"national.csv line {number}: basis, release and source must be given")
    return value


@cache
def _index() -> Mapping[tuple[str, int, str, str, int | None], ReferenceValue]:
    found: dict[tuple[str, int, str, str, int | None], ReferenceValue] = {}
    for row in _rows():
        key = (row.measure, row.academic_year, row.group, row.phase, row.la_code)
        if row.use and key in found:
            raise BadReference(f"national.csv gives {key} twice")
        if row.use:
            found[key] = row
    return found


def reference(
    measure: str, year: int, group: Group = "all", *, phase: str = "", la_code: int | None = None
) -> ReferenceValue | None:
    """The value in use with its source, or None where none was published or found. `phase` "" is all phases."""
    return _index().get((measure, year, group, phase, la_code))


def national(measure: str, year: int, group: Group = "all", *, phase: str = "") -> float | None:
    """The national value in use, or None where none was published or found."""
    row = reference(measure, year, group, phase=phase)
    return row.value if row else None


def values_of(measure: str) -> list[ReferenceValue]:
    """Every row of a measure, those superseded by a later release included, oldest first."""
    return sorted(
        (r for r in _rows() if r.measure == measure), key=lambda r: (r.academic_year, r.level, r.group, r.phase)
    )
