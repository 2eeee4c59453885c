"""What the three kinds of import share: the scope they may write in, and the table of checked rows.

Each kind's `check` leaves `imp_checked`: line, col (ours), raw (as it stood), reason (null where the row is good),
action ("added", "changed", "unchanged"; null for a rejected row), and what `write` needs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from pupils.models import ImportBatch

from ..staging import Stage


@dataclass(frozen=True)
class Scope:
    trust_id: int
    academy_ids: tuple[int, ...]  # that the importer may write to


class Kind(Protocol):
    def check(self, stage: Stage, scope: Scope) -> None: ...

    def write(self, stage: Stage, batch: ImportBatch) -> None: ...

    def touched(self, stage: Stage) -> dict[str, Any]: ...


NOT_YOURS = "This pupil is on roll at an academy that you do not bring files in for."


def unknown_upn(parser: Callable[[str], str]) -> Callable[[str], str]:
    """For texts that no pupil of the trust has: the fault of the UPN itself, or the advice to import pupils first."""

    def read(text: str) -> str:
        upn = parser(text)
        raise ValueError(f"No pupil of the trust has UPN {upn}. Import the pupils file first.")

    return read


def parse_enrolment(stage: Stage, scope: Scope, parse_upn: Callable[[str], str]) -> None:
    """The tables `imp_p_upn` (faults only) for rows that name a pupil by UPN."""
    where = stage.cursor.mogrify(
        "WHERE NOT EXISTS (SELECT FROM pupils_pupil p WHERE p.trust_id = %s AND p.upn = upper(btrim(s.upn)))",
        [scope.trust_id],
    ).decode()
    stage.parse("upn", "text", unknown_upn(parse_upn), where)


# Joins that find the enrolment of a row, and the fault where there is none.
ENROLMENT_JOIN = """
    LEFT JOIN imp_p_academic_year y ON y.raw = s.academic_year
    LEFT JOIN imp_p_upn u ON u.raw = s.upn
    LEFT JOIN pupils_pupil p ON p.trust_id = %(trust)s AND p.upn = upper(btrim(s.upn))
    LEFT JOIN pupils_enrolment e ON e.pupil_id = p.id AND e.academic_year = y.val
"""
ENROLMENT_FAULTS = (
    ("academic_year", "y.reason"),
    ("upn", "u.reason"),
    (
        "upn",
        "CASE WHEN e.id IS NULL THEN 'This pupil is not in the pupils file of ' || y.val || '/' || "
        "lpad(((y.val + 1) %% 100)::text, 2, '0') || '. Import the pupils file of that year first.' END",
    ),
    ("upn", f"CASE WHEN e.academy_id <> ALL (%(academies)s) THEN '{NOT_YOURS}' END"),
)


def first_fault(faults: tuple[tuple[str, str], ...] | list[tuple[str, str]]) -> str:
    """SQL of two columns, `col` and `reason`: the first fault in the order given, nulls where there is none."""
    cases = " ".join(f"WHEN ({sql}) IS NOT NULL THEN '{column}'" for column, sql in faults)
    return f"CASE {cases} END AS col, coalesce({', '.join(sql for _, sql in faults)}) AS reason"


def reject_repeats(stage: Stage, key: str, about: str) -> None:
    """Of good rows with the same key only the first stands; the others name its line."""
    stage.cursor.execute(
        f"""
        UPDATE imp_checked c SET reason = 'Line ' || d.first || ' already gives {about}. Keep one of the two rows.',
               col = 'upn', action = NULL
        FROM (
            SELECT ctid AS place, row_number() OVER w AS nth, min(line) OVER w AS first
            FROM imp_checked WHERE reason IS NULL
            WINDOW w AS (PARTITION BY {key} ORDER BY line)
        ) d
        WHERE d.nth > 1 AND c.ctid = d.place
        """
    )
