"""Attendance: a pupil's possible sessions and absences in one term."""

from __future__ import annotations

from typing import Any

from pupils import rules
from pupils.models import ImportBatch

from ..staging import Stage
from .base import ENROLMENT_FAULTS, ENROLMENT_JOIN, Scope, first_fault, parse_enrolment, reject_repeats

NUMBERS = ("possible", "authorised", "unauthorised")


def check(stage: Stage, scope: Scope) -> None:
    stage.source(("academic_year", "upn", "term", *NUMBERS))
    stage.parse("academic_year", "smallint", rules.parse_academic_year)
    stage.parse("term", "text", rules.parse_term)
    for name in NUMBERS:
        stage.parse(name, "smallint", rules.parse_sessions)
    parse_enrolment(stage, scope, rules.parse_upn)
    faults = (
        *ENROLMENT_FAULTS,
        ("term", "t.reason"),
        *((name, f"n_{name}.reason") for name in NUMBERS),
        (
            "possible",
            "CASE WHEN n_authorised.val + n_unauthorised.val > n_possible.val THEN 'The absences together, ' || "
            "n_authorised.val + n_unauthorised.val || ' sessions, are more than the possible sessions.' END",
        ),
    )
    raws = " ".join(f"WHEN '{name}' THEN f.raw_{name}" for name in ("academic_year", "upn", "term", *NUMBERS))
    stage.cursor.execute(
        f"""
        CREATE TEMP TABLE imp_checked AS
        SELECT f.line, f.col, f.reason, CASE f.col {raws} END AS raw, f.year, f.enrolment_id, f.term,
               f.possible, f.authorised, f.unauthorised, x.id AS attendance_id,
               CASE WHEN f.reason IS NOT NULL THEN NULL WHEN x.id IS NULL THEN 'added'
                    WHEN (x.possible, x.authorised, x.unauthorised)
                         IS DISTINCT FROM (f.possible, f.authorised, f.unauthorised) THEN 'changed'
                    ELSE 'unchanged' END AS action
        FROM (
            SELECT s.line, s.academic_year AS raw_academic_year, s.upn AS raw_upn, s.term AS raw_term,
                   {", ".join(f"s.{name} AS raw_{name}, n_{name}.val AS {name}" for name in NUMBERS)},
                   y.val AS year, e.id AS enrolment_id, t.val AS term, {first_fault(faults)}
            FROM imp_src s {ENROLMENT_JOIN}
            LEFT JOIN imp_p_term t ON t.raw = s.term
            {" ".join(f"LEFT JOIN imp_p_{name} n_{name} ON n_{name}.raw = s.{name}" for name in NUMBERS)}
        ) f
        LEFT JOIN pupils_attendance x ON x.enrolment_id = f.enrolment_id AND x.term = f.term
        """,
        {"trust": scope.trust_id, "academies": list(scope.academy_ids)},
    )
    reject_repeats(stage, "enrolment_id, term", "this pupil and term")


def write(stage: Stage, batch: ImportBatch) -> None:
    stage.cursor.execute(
        """
        INSERT INTO pupils_importchange (batch_id, "table", row_id, before)
        SELECT %s, 'pupils_attendance', x.id, jsonb_build_object('possible', x.possible, 'authorised', x.authorised,
               'unauthorised', x.unauthorised, 'batch_id', x.batch_id)
        FROM imp_checked c JOIN pupils_attendance x ON x.id = c.attendance_id WHERE c.action = 'changed'
        """,
        [batch.pk],
    )
    stage.cursor.execute(
        """
        UPDATE pupils_attendance x SET possible = c.possible, authorised = c.authorised,
               unauthorised = c.unauthorised, batch_id = %s
        FROM imp_checked c WHERE c.action = 'changed' AND x.id = c.attendance_id
        """,
        [batch.pk],
    )
    stage.cursor.execute(
        """
        INSERT INTO pupils_attendance (enrolment_id, term, possible, authorised, unauthorised, batch_id)
        SELECT enrolment_id, term, possible, authorised, unauthorised, %s FROM imp_checked WHERE action = 'added'
        ORDER BY enrolment_id, term
        """,
        [batch.pk],
    )


def touched(stage: Stage) -> dict[str, Any]:
    stage.cursor.execute("SELECT array_agg(DISTINCT year) FROM imp_checked WHERE action IN ('added', 'changed')")
    (years,) = stage.cursor.fetchone()
    return {"years": sorted(years or []), "attendance": bool(years)}
