"""Pupils: one row a pupil and academic year, with the flags that held in it.

A file that lacks columns changes only what it has. What a pupil is called is taken from the latest year known, so that
an old file brought in late does not undo a change of name.
"""

from __future__ import annotations

from typing import Any

from pupils import rules
from pupils.models import ImportBatch

from ..staging import Stage
from .base import NOT_YOURS, Scope, first_fault, reject_repeats

# Our column -> (SQL type, parser, default where the file lacks the column and the pupil is new).
ABOUT_PUPIL = {
    "surname": ("text", rules.parse_name, "''"),
    "forename": ("text", rules.parse_name, "''"),
    "dob": ("date", rules.parse_date, "NULL::date"),
    "sex": ("text", rules.parse_sex, "''"),
}
ABOUT_YEAR = {
    "nc_year": ("smallint", rules.parse_nc_year, "NULL::smallint"),
    "fsm6": ("boolean", rules.parse_known_flag, "false"),
    "looked_after": ("boolean", rules.parse_flag, "false"),
    "post_looked_after": ("boolean", rules.parse_flag, "false"),
    "service_child": ("boolean", rules.parse_flag, "false"),
    "sen": ("text", rules.parse_sen, "'N'"),
    "eal": ("boolean", rules.parse_flag, "false"),
    "ethnicity": ("text", rules.parse_ethnicity, "''"),
    "date_on_roll": ("date", rules.parse_date, "NULL::date"),
    "date_left": ("date", rules.parse_date, "NULL::date"),
}
DETAILS = {**ABOUT_PUPIL, **ABOUT_YEAR}


def check(stage: Stage, scope: Scope) -> None:
    given = [name for name in DETAILS if name in stage.plan.given]
    with_urn = "urn" in stage.plan.given
    stage.source(("academic_year", "upn", *(("urn",) if with_urn else ()), *given))
    stage.parse("academic_year", "smallint", rules.parse_academic_year)
    stage.parse("upn", "text", rules.parse_upn)
    if with_urn:
        stage.parse("urn", "integer", rules.parse_urn)
    for name in given:
        stage.parse(name, DETAILS[name][0], DETAILS[name][1])
    joins = " ".join(f"LEFT JOIN imp_p_{name} v_{name} ON v_{name}.raw = s.{name}" for name in given)
    if with_urn:
        joins += " LEFT JOIN imp_p_urn n ON n.raw = s.urn LEFT JOIN academies_academy a"
        joins += " ON a.urn = n.val AND a.trust_id = %(trust)s"
    columns = ["academic_year", "upn", *(["urn"] if with_urn else []), *given]
    raws = " ".join(f"WHEN '{name}' THEN f.raw_{name}" for name in columns)
    stage.cursor.execute(
        f"""
        CREATE TEMP TABLE imp_checked AS
        SELECT f.*, CASE f.col {raws} END AS raw, NULL::text AS action, false AS names_pupil FROM (
            SELECT s.line, {", ".join(f"s.{name} AS raw_{name}" for name in columns)},
                   y.val AS year, u.val AS upn, p.id AS pupil_id, e.id AS enrolment_id,
                   {"a.id" if with_urn else "e.academy_id"} AS academy_id,
                   {", ".join(_value(name, name in given) for name in DETAILS)},
                   {first_fault(_faults(given, with_urn, stage.plan.complete))}
            FROM imp_src s
            LEFT JOIN imp_p_academic_year y ON y.raw = s.academic_year
            LEFT JOIN imp_p_upn u ON u.raw = s.upn
            LEFT JOIN pupils_pupil p ON p.trust_id = %(trust)s AND p.upn = u.val
            LEFT JOIN pupils_enrolment e ON e.pupil_id = p.id AND e.academic_year = y.val
            {joins}
        ) f
        """,
        {"trust": scope.trust_id, "academies": list(scope.academy_ids)},
    )
    reject_repeats(stage, "upn, year", "this pupil and year")
    _decide(stage)


def _value(name: str, given: bool) -> str:
    """SQL for the value that the row is to have: the file's, else what stands, else the default."""
    if given:
        value = f"v_{name}.val"
        return f"nullif({value}, {rules.NO_NC_YEAR}) AS nc_year" if name == "nc_year" else f"{value} AS {name}"
    owner = "p" if name in ABOUT_PUPIL else "e"
    return f"coalesce({owner}.{name}, {DETAILS[name][2]}) AS {name}"


def _faults(given: list[str], with_urn: bool, complete: bool) -> list[tuple[str, str]]:
    faults = [("academic_year", "y.reason")]
    if with_urn:
        faults += [
            ("urn", "n.reason"),
            ("urn", "CASE WHEN a.id IS NULL THEN 'No academy of the trust has URN ' || n.val || '.' END"),
            (
                "urn",
                "CASE WHEN a.id <> ALL (%(academies)s) THEN 'You do not bring files in for the academy with URN ' "
                "|| n.val || '.' END",
            ),
        ]
    faults.append(("upn", "u.reason"))
    if not complete:
        faults.append(
            (
                "upn",
                "CASE WHEN e.id IS NULL THEN 'This pupil is not in the pupils file of that year. "
                "Import that file first; this one only adds to it.' END",
            )
        )
    faults.append(("upn", f"CASE WHEN e.academy_id <> ALL (%(academies)s) THEN '{NOT_YOURS}' END"))
    faults += [(name, f"v_{name}.reason") for name in given]
    if "dob" in given:
        faults.append(
            (
                "dob",
                "CASE WHEN v_dob.val > make_date(y.val - 1, 9, 1) OR v_dob.val < make_date(y.val - 20, 9, 1) "
                "THEN 'A pupil born on that day is not of school age in that academic year.' END",
            )
        )
    if {"date_on_roll", "date_left"} <= set(given):
        faults.append(
            ("date_left", "CASE WHEN v_date_left.val < v_date_on_roll.val THEN 'The last day is before the first.' END")
        )
    return faults


def _decide(stage: Stage) -> None:
    """Marks the row that names each pupil, then says of every good row what it does."""
    stage.cursor.execute(
        """
        UPDATE imp_checked c SET names_pupil = true
        FROM (
            SELECT DISTINCT ON (upn) ctid AS place, year, pupil_id FROM imp_checked WHERE reason IS NULL
            ORDER BY upn, year DESC
        ) d
        WHERE c.ctid = d.place AND d.year >= coalesce(
            (SELECT max(e.academic_year) FROM pupils_enrolment e WHERE e.pupil_id = d.pupil_id), 0)
        """
    )
    stage.cursor.execute(
        f"""
        UPDATE imp_checked c SET action = CASE
            WHEN c.enrolment_id IS NULL THEN 'added'
            WHEN EXISTS (SELECT FROM pupils_enrolment e WHERE e.id = c.enrolment_id AND
                         (e.academy_id, {_of("e", ABOUT_YEAR)}) IS DISTINCT FROM (c.academy_id, {_of("c", ABOUT_YEAR)}))
              OR (c.names_pupil AND EXISTS (SELECT FROM pupils_pupil p WHERE p.id = c.pupil_id AND
                         ({_of("p", ABOUT_PUPIL)}) IS DISTINCT FROM ({_of("c", ABOUT_PUPIL)})))
            THEN 'changed' ELSE 'unchanged' END
        WHERE c.reason IS NULL
        """
    )


def _of(alias: str, names: Any) -> str:
    return ", ".join(f"{alias}.{name}" for name in names)


def write(stage: Stage, batch: ImportBatch) -> None:
    run = stage.cursor.execute
    run(
        f"""
        INSERT INTO pupils_importchange (batch_id, "table", row_id, before)
        SELECT %s, 'pupils_pupil', p.id, jsonb_build_object({_json("p", ABOUT_PUPIL)})
        FROM imp_checked c JOIN pupils_pupil p ON p.id = c.pupil_id
        WHERE c.action IN ('changed', 'added') AND c.names_pupil
          AND ({_of("p", ABOUT_PUPIL)}) IS DISTINCT FROM ({_of("c", ABOUT_PUPIL)})
        """,
        [batch.pk],
    )
    run(
        f"""
        UPDATE pupils_pupil p SET {", ".join(f"{name} = c.{name}" for name in ABOUT_PUPIL)}
        FROM imp_checked c WHERE c.pupil_id = p.id AND c.action IN ('changed', 'added') AND c.names_pupil
          AND ({_of("p", ABOUT_PUPIL)}) IS DISTINCT FROM ({_of("c", ABOUT_PUPIL)})
        """
    )
    run(
        f"""
        INSERT INTO pupils_importchange (batch_id, "table", row_id, before)
        SELECT %s, 'pupils_enrolment', e.id,
               jsonb_build_object('academy_id', e.academy_id, 'batch_id', e.batch_id, {_json("e", ABOUT_YEAR)})
        FROM imp_checked c JOIN pupils_enrolment e ON e.id = c.enrolment_id WHERE c.action = 'changed'
        """,
        [batch.pk],
    )
    run(
        f"""
        UPDATE pupils_enrolment e SET academy_id = c.academy_id, batch_id = %s,
               {", ".join(f"{name} = c.{name}" for name in ABOUT_YEAR)}
        FROM imp_checked c WHERE c.action = 'changed' AND e.id = c.enrolment_id
        """,
        [batch.pk],
    )
    run(
        f"""
        INSERT INTO pupils_pupil (trust_id, upn, {", ".join(ABOUT_PUPIL)})
        SELECT DISTINCT ON (c.upn) %s::bigint, c.upn, {_of("c", ABOUT_PUPIL)}
        FROM imp_checked c WHERE c.action = 'added' AND c.pupil_id IS NULL ORDER BY c.upn, c.year DESC
        """,
        [batch.trust_id],
    )
    run(
        f"""
        INSERT INTO pupils_enrolment (pupil_id, academy_id, academic_year, batch_id, {", ".join(ABOUT_YEAR)})
        SELECT p.id, c.academy_id, c.year, %s, {_of("c", ABOUT_YEAR)}
        FROM imp_checked c JOIN pupils_pupil p ON p.upn = c.upn AND p.trust_id = %s
        WHERE c.action = 'added' ORDER BY c.academy_id, c.year
        """,
        [batch.pk, batch.trust_id],
    )


def _json(alias: str, names: Any) -> str:
    return ", ".join(f"'{name}', {alias}.{name}" for name in names)


def touched(stage: Stage) -> dict[str, Any]:
    stage.cursor.execute("SELECT array_agg(DISTINCT year) FROM imp_checked WHERE action IN ('added', 'changed')")
    (years,) = stage.cursor.fetchone()
    return {"years": sorted(years or []), "pupils": bool(years)}
