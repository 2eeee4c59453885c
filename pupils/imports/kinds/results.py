"""Results: one row a result, or one row a pupil with a column an assessment."""

from __future__ import annotations

from typing import Any

from pupils import rules
from pupils.measures import ASSESSMENTS
from pupils.models import Checkpoint, ImportBatch

from ..staging import Stage
from .base import ENROLMENT_FAULTS, ENROLMENT_JOIN, Scope, first_fault, parse_enrolment, reject_repeats


def check(stage: Stage, scope: Scope) -> None:
    wide = stage.plan.wide
    names = ("academic_year", "upn", "checkpoint")
    if wide:
        pairs = ", ".join(f"('{slug}', {stage.expression(slug)})" for slug in wide)
        where = f"CROSS JOIN LATERAL (VALUES {pairs}) v (assessment, value) WHERE btrim(v.value) <> ''"
        stage.source(names, where, assessment="v.assessment", value="v.value", col="v.assessment")
    else:
        stage.source((*names, "assessment", "value"), col="'value'")
    stage.parse("academic_year", "smallint", rules.parse_academic_year)
    stage.parse("checkpoint", "bigint", _checkpoints(scope.trust_id))
    stage.parse("assessment", "text", rules.parse_assessment)
    parse_enrolment(stage, scope, rules.parse_upn)
    stage.parse_pairs(lambda assessment, text: rules.parse_result(ASSESSMENTS[assessment], text))
    faults = (*ENROLMENT_FAULTS, ("checkpoint", "k.reason"), ("assessment", "a.reason"), ("value", "v.reason"))
    stage.cursor.execute(
        f"""
        CREATE TEMP TABLE imp_checked AS
        SELECT f.line, CASE WHEN f.col = 'value' THEN f.value_column ELSE f.col END AS col, f.reason,
               CASE f.col WHEN 'academic_year' THEN f.academic_year WHEN 'upn' THEN f.upn
                    WHEN 'checkpoint' THEN f.checkpoint WHEN 'assessment' THEN f.given WHEN 'value' THEN f.raw_value
               END AS raw,
               f.year, f.enrolment_id, f.checkpoint_id, f.assessment, f.value, f.code, r.id AS result_id,
               CASE WHEN f.reason IS NOT NULL THEN NULL WHEN r.id IS NULL THEN 'added'
                    WHEN (r.value, r.code) IS DISTINCT FROM (f.value, f.code::varchar) THEN 'changed'
                    ELSE 'unchanged' END AS action
        FROM (
            SELECT s.line, s.academic_year, s.upn, s.checkpoint, s.assessment AS given, s.value AS raw_value,
                   s.col AS value_column, y.val AS year, e.id AS enrolment_id, k.val AS checkpoint_id,
                   a.val AS assessment, v.val AS value, v.code, {first_fault(faults)}
            FROM imp_src s {ENROLMENT_JOIN}
            LEFT JOIN imp_p_checkpoint k ON k.raw = s.checkpoint
            LEFT JOIN imp_p_assessment a ON a.raw = s.assessment
            LEFT JOIN imp_value v ON v.assessment = a.val AND v.raw = s.value
        ) f
        LEFT JOIN pupils_result r
               ON r.enrolment_id = f.enrolment_id AND r.checkpoint_id = f.checkpoint_id AND r.assessment = f.assessment
        """,
        {"trust": scope.trust_id, "academies": list(scope.academy_ids)},
    )
    reject_repeats(stage, "enrolment_id, checkpoint_id, assessment", "this result")


def write(stage: Stage, batch: ImportBatch) -> None:
    stage.cursor.execute(
        """
        INSERT INTO pupils_importchange (batch_id, "table", row_id, before)
        SELECT %s, 'pupils_result', r.id,
               jsonb_build_object('value', r.value, 'code', r.code, 'batch_id', r.batch_id)
        FROM imp_checked c JOIN pupils_result r ON r.id = c.result_id WHERE c.action = 'changed'
        """,
        [batch.pk],
    )
    stage.cursor.execute(
        """
        UPDATE pupils_result r SET value = c.value, code = c.code, batch_id = %s
        FROM imp_checked c WHERE c.action = 'changed' AND r.id = c.result_id
        """,
        [batch.pk],
    )
    stage.cursor.execute(
        """
        INSERT INTO pupils_result (enrolment_id, checkpoint_id, assessment, value, code, batch_id)
        SELECT enrolment_id, checkpoint_id, assessment, value, code, %s FROM imp_checked WHERE action = 'added'
        ORDER BY enrolment_id, checkpoint_id, assessment
        """,
        [batch.pk],
    )


def touched(stage: Stage) -> dict[str, Any]:
    stage.cursor.execute(
        """
        SELECT array_agg(DISTINCT year), array_agg(DISTINCT assessment) FROM (
            SELECT DISTINCT year, assessment FROM imp_checked WHERE action IN ('added', 'changed')
        ) t
        """
    )
    years, assessments = stage.cursor.fetchone()
    return {"years": sorted(years or []), "assessments": sorted(assessments or [])}


def _checkpoints(trust_id: int) -> Any:
    known = dict(Checkpoint.objects.filter(trust=trust_id).values_list("name", "pk"))
    by_name = {name.casefold(): pk for name, pk in known.items()}

    def read(text: str) -> int:
        name = rules.parse_checkpoint(text)
        if name.casefold() not in by_name:
            raise ValueError(
                f"The trust has no checkpoint {rules.shown(name)}. It has {', '.join(known)}. "
                "Correct the name, or add the checkpoint first."[:250]
            )
        return int(by_name[name.casefold()])

    return read
