"""Counts what each academy has given. Called in the transaction that changes the rows."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from academies.models import Trust
from academies.row_scope import every_row


@transaction.atomic
def refresh_coverage(*, trust: Trust, years: Iterable[int]) -> None:
    """Counts the trust's pupils, sessions and results of these academic years again."""
    wanted = sorted(set(years))
    with every_row(), connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM pupils_coverage c USING academies_academy a
            WHERE a.id = c.academy_id AND a.trust_id = %s AND c.academic_year = ANY (%s)
            """,
            [trust.pk, wanted],
        )
        # Rows that came in a moment ago are unknown to the planner, which takes them for few and walks them in loops.
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(
            """
            INSERT INTO pupils_coverage (academy_id, academic_year, checkpoint_id, assessment, term, rows)
            WITH e AS (
                SELECT e.id, e.academy_id, e.academic_year FROM pupils_enrolment e
                JOIN academies_academy a ON a.id = e.academy_id
                WHERE a.trust_id = %s AND e.academic_year = ANY (%s)
            )
            SELECT academy_id, academic_year, NULL::bigint, '', '', count(*) FROM e GROUP BY 1, 2
            UNION ALL
            SELECT e.academy_id, e.academic_year, NULL, '', x.term, count(*)
            FROM e JOIN pupils_attendance x ON x.enrolment_id = e.id GROUP BY 1, 2, 5
            UNION ALL
            SELECT e.academy_id, e.academic_year, r.checkpoint_id, r.assessment, '', count(*)
            FROM e JOIN pupils_result r ON r.enrolment_id = e.id GROUP BY 1, 2, 3, 4
            """,
            [trust.pk, wanted],
        )
        cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")
