"""From pupil rows to cells: how many pupils of one kind have one value. Nothing else reads pupil rows for figures.

PostgreSQL counts; what leaves it is a histogram, from which means, deviations, shares and ranks follow exactly. A cell
is an academy, year, checkpoint, the pupil's traits (disadvantaged, sex, SEN, EAL, year group) and a value.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl
from django.db import connection

from academies.models import Trust
from pupils.measures import (
    AttendanceRateRule,
    AttendanceShareRule,
    CombinedRule,
    MeanRule,
    Measure,
    Part,
    ThresholdRule,
)

TRAITS = ("disadvantaged", "sex", "sen", "eal", "nc_year")
PLACE = ("academic_year", "checkpoint", "academy")
FULL_YEAR = "Full year"

SCHEMA: dict[str, Any] = {
    "academic_year": pl.Int16,
    "checkpoint": pl.String,
    "academy": pl.Int64,
    "disadvantaged": pl.Int8,
    "sex": pl.String,
    "sen": pl.String,
    "eal": pl.Int8,
    "nc_year": pl.Int8,
    "n": pl.Int64,
}
_WHO = (
    "e.academic_year, {checkpoint} AS checkpoint, e.academy_id, "
    "e.disadvantaged::int, p.sex, e.sen, e.eal::int, e.nc_year"
)
_ENROLMENT = """
    JOIN pupils_enrolment e ON e.id = {owner}.enrolment_id
    JOIN pupils_pupil p ON p.id = e.pupil_id
"""


class Cells:
    """The cells of one trust, read once and cut per measure. Open `every_row()` around it."""

    def __init__(self, trust: Trust, measures: Iterable[Measure]) -> None:
        self.trust = trust
        wanted = list(measures)
        singles = {a for m in wanted if isinstance(m.rule, ThresholdRule | MeanRule) for a in m.assessments}
        self._results = _read_results(trust, sorted(singles)) if singles else None
        self._attendance = _read_attendance(trust) if any(m.from_attendance for m in wanted) else None

    def of(self, measure: Measure) -> pl.DataFrame:
        """The measure's cells: PLACE, TRAITS, value, n; attendance also possible and attended sessions.

        A share's value is 100 or 0, so that means are percentages. Only the measure's own year groups.
        """
        rule = measure.rule
        if isinstance(rule, ThresholdRule):
            cells = _reached(self._of_assessment(rule.part.assessment), rule.part)
        elif isinstance(rule, MeanRule):
            cells = self._of_assessment(rule.assessment).filter(pl.col("value").is_not_null())
        elif isinstance(rule, CombinedRule):
            cells = _read_combined(self.trust, rule)
        else:
            cells = _attended(self._attendance, rule)
        own = cells.filter(pl.col("nc_year").is_in(measure.year_groups))
        return own.select(*PLACE, *TRAITS, *(c for c in ("value", "possible", "attended") if c in own.columns), "n")

    def _of_assessment(self, slug: str) -> pl.DataFrame:
        assert self._results is not None
        return self._results.filter(pl.col("assessment") == slug)


def _copy(sql: str, values: Sequence[Any], schema: dict[str, Any]) -> pl.DataFrame:
    """A query's rows as a frame; the column order is the schema's."""
    buffer = io.BytesIO()
    with connection.cursor() as cursor:
        query = cursor.cursor.mogrify(sql, values).decode()
        cursor.cursor.copy_expert(f"COPY ({query}) TO STDOUT (FORMAT csv)", buffer)
    if not buffer.tell():
        return pl.DataFrame(schema=schema)
    buffer.seek(0)
    return pl.read_csv(buffer, has_header=False, new_columns=list(schema), schema_overrides=list(schema.values()))


def _read_results(trust: Trust, assessments: list[str]) -> pl.DataFrame:
    sql = f"""
        SELECT {_WHO.format(checkpoint="c.name")}, count(*) AS n, r.assessment, r.value, nullif(r.code, '') AS code
        FROM pupils_result r
        JOIN pupils_checkpoint c ON c.id = r.checkpoint_id
        {_ENROLMENT.format(owner="r")}
        WHERE c.trust_id = %s AND r.assessment = ANY(%s)
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, r.assessment, r.value, r.code
    """
    schema = {**SCHEMA, "assessment": pl.String, "value": pl.Float64, "code": pl.String}
    return _copy(sql, [trust.pk, assessments], schema)


def _reached(cells: pl.DataFrame, part: Part) -> pl.DataFrame:
    """100 where the part is reached, 0 where not; codes that are left out do not count."""
    years = cells["academic_year"].unique().to_list()
    thresholds = {year: part.threshold(year) for year in years}
    line = pl.col("academic_year").replace_strict(thresholds, default=None, return_dtype=pl.Float64)
    reached = (pl.col("value") >= line).fill_null(False) | pl.col("code").is_in(list(part.reaching)).fill_null(False)
    counted = pl.col("code").is_null() | ~pl.col("code").is_in(list(part.left_out))
    return cells.filter(counted).with_columns(value=reached.cast(pl.Float64) * 100)


def _read_combined(trust: Trust, rule: CombinedRule) -> pl.DataFrame:
    """One row a pupil is made and counted in SQL, in `CombinedRule`'s order: failed, left out, missing, reached."""
    states: list[str] = []
    values: list[Any] = []
    for part in rule.parts:
        newest_first = sorted(part.thresholds, key=lambda t: -t.from_year)
        lines = " ".join("WHEN e.academic_year >= %s THEN %s" for _ in newest_first)
        line = f"CASE {lines} END" if lines else "NULL"
        states.append(
            "WHEN r.assessment = %s THEN CASE WHEN r.code = ANY(%s) THEN 'out' WHEN r.code = ANY(%s) THEN 'reached' "
            f"WHEN r.value >= {line} THEN 'reached' ELSE 'failed' END"
        )
        values += [part.assessment, sorted(part.left_out), sorted(part.reaching)]
        values += [number for t in newest_first for number in (t.from_year, t.value)]
    missing = 0 if rule.missing_part == "not_reached" else None
    sql = f"""
        WITH part AS (
            SELECT r.enrolment_id, r.checkpoint_id, e.academy_id, e.academic_year, r.assessment,
                   CASE {" ".join(states)} END AS state
            FROM pupils_result r
            JOIN pupils_checkpoint c ON c.id = r.checkpoint_id
            JOIN pupils_enrolment e ON e.id = r.enrolment_id
            WHERE c.trust_id = %s AND r.assessment = ANY(%s)
        ), whole AS (
            SELECT academy_id, academic_year, checkpoint_id FROM part
            GROUP BY 1, 2, 3 HAVING count(DISTINCT assessment) = %s
        ), pupil AS (
            SELECT enrolment_id, checkpoint_id, academy_id, academic_year,
                   CASE WHEN bool_or(state = 'failed') THEN 0 WHEN bool_or(state = 'out') THEN NULL
                        WHEN count(*) = %s THEN 100 ELSE %s END AS value
            FROM part GROUP BY 1, 2, 3, 4
        )
        SELECT {_WHO.format(checkpoint="c.name")}, count(*) AS n, pupil.value
        FROM pupil
        JOIN whole USING (academy_id, academic_year, checkpoint_id)
        JOIN pupils_checkpoint c ON c.id = pupil.checkpoint_id
        {_ENROLMENT.format(owner="pupil")}
        WHERE pupil.value IS NOT NULL
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, pupil.value
    """
    parts = len(rule.parts)
    values += [trust.pk, list(rule.assessments), parts, parts, missing]
    return _copy(sql, values, {**SCHEMA, "value": pl.Float64})


def _read_attendance(trust: Trust) -> pl.DataFrame:
    """Sessions per pupil and term, and of all terms so far as "Full year". Without a possible session nobody counts."""
    sql = f"""
        WITH sessions AS (
            SELECT t.enrolment_id, initcap(t.term) AS checkpoint, t.possible,
                   t.possible - t.authorised - t.unauthorised AS attended
            FROM pupils_attendance t
            UNION ALL
            SELECT t.enrolment_id, %s, sum(t.possible)::int, sum(t.possible - t.authorised - t.unauthorised)::int
            FROM pupils_attendance t GROUP BY t.enrolment_id
        )
        SELECT {_WHO.format(checkpoint="s.checkpoint")}, count(*) AS n, s.possible, s.attended
        FROM sessions s
        {_ENROLMENT.format(owner="s")}
        JOIN academies_academy a ON a.id = e.academy_id
        WHERE a.trust_id = %s AND s.possible > 0
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, s.possible, s.attended
    """
    return _copy(sql, [FULL_YEAR, trust.pk], {**SCHEMA, "possible": pl.Int64, "attended": pl.Int64})


def _attended(cells: pl.DataFrame | None, rule: AttendanceRateRule | AttendanceShareRule) -> pl.DataFrame:
    """A rate's value is the pupil's own rate (for ranks); a share's is whether at least so much was missed."""
    assert cells is not None
    if isinstance(rule, AttendanceRateRule):
        return cells.with_columns(value=100.0 * pl.col("attended") / pl.col("possible"))
    # In whole sessions, so that exactly ten percent is missed without rounding.
    missed = 100 * (pl.col("possible") - pl.col("attended")) >= rule.missed_percent * pl.col("possible")
    return cells.with_columns(value=missed.cast(pl.Float64) * 100).drop("possible", "attended")
