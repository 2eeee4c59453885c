"""From pupil rows to cells: what each pupil who counts for a measure scored. Nothing else reads pupil rows for figures.

PostgreSQL gives enrolments and results as they lie, and the frames here are joined, cut and counted in memory: a value
is rarely shared by pupils of one kind at one academy, so that counting them in the database first costs more than it
saves (`scripts/bench`). A cell is an academy, year, checkpoint, the pupil's traits (disadvantaged, sex, SEN, EAL, year
group), a value, and how many pupils it stands for.
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
from pupils.models import Checkpoint

TRAITS = ("disadvantaged", "sex", "sen", "eal", "nc_year")
PLACE = ("academic_year", "checkpoint", "academy")
FULL_YEAR = "Full year"

ENROLMENTS = {
    "enrolment": pl.Int64,
    "academic_year": pl.Int16,
    "academy": pl.Int64,
    "disadvantaged": pl.Int8,
    "sex": pl.String,
    "sen": pl.String,
    "eal": pl.Int8,
    "nc_year": pl.Int8,
}
RESULTS = {
    "enrolment": pl.Int64,
    "checkpoint": pl.Int64,
    "assessment": pl.Int16,
    "value": pl.Float64,
    "code": pl.String,
}
SESSIONS = {"enrolment": pl.Int64, "checkpoint": pl.String, "possible": pl.Int64, "attended": pl.Int64}

REACHED, LEFT_OUT, FAILED = 0, 1, 2  # in the order in which one part decides for all: the greatest wins


class Cells:
    """The cells of one trust, read once and cut per measure. Open `every_row()` around it."""

    def __init__(self, trust: Trust, measures: Iterable[Measure]) -> None:
        wanted = list(measures)
        assessments = sorted({slug for measure in wanted for slug in measure.assessments})
        self._enrolments = _read_enrolments(trust)
        self._results = _read_results(trust, assessments) if assessments else {}
        self._sessions = _read_sessions(trust) if any(m.from_attendance for m in wanted) else None

    def of(self, measure: Measure) -> pl.DataFrame:
        """The measure's cells: PLACE, TRAITS, value, n; attendance also possible and attended sessions.

        A share's value is 100 or 0, so that means are percentages. Only the measure's own year groups, and only
        the years in which there was such a measure.
        """
        rule = measure.rule
        if isinstance(rule, ThresholdRule):
            cells = _reached(self._of_pupils(self._results[rule.part.assessment], measure), rule.part)
        elif isinstance(rule, MeanRule):
            scores = self._results[rule.assessment].filter(pl.col("value").is_not_null())
            cells = self._of_pupils(scores, measure)
        elif isinstance(rule, CombinedRule):
            cells = self._combined(rule, measure)
        else:
            assert self._sessions is not None
            cells = _attended(self._of_pupils(self._sessions, measure), rule)
        own = [name for name in ("value", "possible", "attended") if name in cells.columns]
        return cells.select(*PLACE, *TRAITS, *own, n=pl.lit(1, dtype=pl.Int64))

    def _of_pupils(self, rows: pl.DataFrame, measure: Measure) -> pl.DataFrame:
        """The rows of pupils in the measure's year groups and years, with their place and traits."""
        last = pl.Int16.max() if measure.to_year is None else measure.to_year
        own = self._enrolments.filter(
            pl.col("nc_year").is_in(measure.year_groups) & pl.col("academic_year").is_between(measure.from_year, last)
        )
        return rows.join(own, on="enrolment")

    def _combined(self, rule: CombinedRule, measure: Measure) -> pl.DataFrame:
        """One row a pupil, by the order of `CombinedRule`: failed, left out, missing, reached.

        Whether an academy has results in every part is asked of the pupils that count: year 5's practice papers say
        nothing of a year 6 whose writing is not judged yet.
        """
        parts = [
            _with_state(self._of_pupils(self._results[part.assessment], measure), part).select(
                "enrolment", *PLACE, "state", part=pl.lit(number)
            )
            for number, part in enumerate(rule.parts)
        ]
        rows = pl.concat(parts)
        whole = rows.group_by(PLACE).agg(pl.col("part").n_unique()).filter(pl.col("part") == len(parts))
        missing = 0.0 if rule.missing_part == "not_reached" else None
        value = (
            pl.when(pl.col("state") == FAILED)
            .then(0.0)
            .when(pl.col("state") == LEFT_OUT)
            .then(None)
            .when(pl.col("parts") == len(parts))
            .then(100.0)
            .otherwise(missing)
        )
        pupils = rows.group_by("enrolment", "checkpoint").agg(pl.col("state").max(), parts=pl.len())
        cells = self._of_pupils(pupils.with_columns(value=value).filter(pl.col("value").is_not_null()), measure)
        return cells.join(whole, on=PLACE, how="semi")


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


def _read_enrolments(trust: Trust) -> pl.DataFrame:
    """Every pupil's years at the academies that are the trust's now: one that left takes its pupils with it."""
    sql = """
        SELECT e.id, e.academic_year, e.academy_id, e.disadvantaged::int, p.sex, e.sen, e.eal::int, e.nc_year
        FROM pupils_enrolment e
        JOIN pupils_pupil p ON p.id = e.pupil_id
        JOIN academies_academy a ON a.id = e.academy_id
        WHERE p.trust_id = %s AND a.trust_id = %s
    """
    return _copy(sql, [trust.pk, trust.pk], ENROLMENTS)


def _read_results(trust: Trust, assessments: list[str]) -> dict[str, pl.DataFrame]:
    """Results of each assessment: enrolment, checkpoint (its name), value, code."""
    names = dict(Checkpoint.objects.filter(trust=trust).values_list("pk", "name"))
    sql = """
        SELECT r.enrolment_id, r.checkpoint_id, array_position(%s::varchar[], r.assessment), r.value, nullif(r.code, '')
        FROM pupils_result r
        WHERE r.checkpoint_id = ANY(%s) AND r.assessment = ANY(%s)
    """
    rows = _copy(sql, [assessments, list(names), assessments], RESULTS).with_columns(
        pl.col("checkpoint").replace_strict(names, default=None, return_dtype=pl.String)
    )
    found = {slug: rows.clear().drop("assessment") for slug in assessments}
    for (number,), own in rows.partition_by("assessment", as_dict=True, include_key=False).items():
        found[assessments[int(number) - 1]] = own
    return found


def _with_state(rows: pl.DataFrame, part: Part) -> pl.DataFrame:
    """Adds whether a value or code reaches the part in its year, fails it, or leaves the pupil out."""
    years = rows["academic_year"].unique().to_list()
    thresholds = {year: part.threshold(year) for year in years}
    line = pl.col("academic_year").replace_strict(thresholds, default=None, return_dtype=pl.Float64)
    reached = (pl.col("value") >= line).fill_null(False) | pl.col("code").is_in(list(part.reaching)).fill_null(False)
    left_out = pl.col("code").is_in(list(part.left_out)).fill_null(False)
    return rows.with_columns(state=pl.when(left_out).then(LEFT_OUT).when(reached).then(REACHED).otherwise(FAILED))


def _reached(rows: pl.DataFrame, part: Part) -> pl.DataFrame:
    """100 where the part is reached, 0 where not; codes that are left out do not count."""
    counted = _with_state(rows, part).filter(pl.col("state") != LEFT_OUT)
    return counted.with_columns(value=(pl.col("state") == REACHED).cast(pl.Float64) * 100)


def _read_sessions(trust: Trust) -> pl.DataFrame:
    """Sessions per pupil and term, and of all terms so far as "Full year". Without a possible session nobody counts."""
    sql = """
        SELECT t.enrolment_id, initcap(t.term), t.possible, t.possible - t.authorised - t.unauthorised
        FROM pupils_attendance t
        JOIN pupils_enrolment e ON e.id = t.enrolment_id
        JOIN academies_academy a ON a.id = e.academy_id
        WHERE a.trust_id = %s
    """
    terms = _copy(sql, [trust.pk], SESSIONS)
    year = terms.group_by("enrolment").agg(pl.col("possible", "attended").sum())
    whole = year.with_columns(checkpoint=pl.lit(FULL_YEAR)).select(terms.columns)
    return pl.concat([terms, whole]).filter(pl.col("possible") > 0)


def _attended(cells: pl.DataFrame, rule: AttendanceRateRule | AttendanceShareRule) -> pl.DataFrame:
    """A rate's value is the pupil's own rate (for ranks); a share's is whether at least so much was missed."""
    if isinstance(rule, AttendanceRateRule):
        return cells.with_columns(value=100.0 * pl.col("attended") / pl.col("possible"))
    # In whole sessions, so that exactly ten percent is missed without rounding.
    missed = 100 * (pl.col("possible") - pl.col("attended")) >= rule.missed_percent * pl.col("possible")
    return cells.with_columns(value=missed.cast(pl.Float64) * 100).drop("possible", "attended")
