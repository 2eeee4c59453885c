"""Takes a batch back: rows it added go, rows it changed say again what they said before."""

from __future__ import annotations

from django.db import connection

from .errors import UndoRefused

# Table -> the columns that ImportChange keeps, with their types.
CHANGED = {
    "pupils_result": {"value": "float8", "code": "text", "batch_id": "bigint"},
    "pupils_attendance": {
        "possible": "smallint", "authorised": "smallint", "unauthorised": "smallint", "batch_id": "bigint",
    },
    "pupils_enrolment": {
        "academy_id": "bigint", "nc_year": "smallint", "fsm6": "boolean", "looked_after": "boolean",
        "post_looked_after": "boolean", "service_child": "boolean", "sen": "text", "eal": "boolean",
        "ethnicity": "text", "date_on_roll": "date", "date_left": "date", "batch_id": "bigint",
    },
    "pupils_pupil": {"surname": "text", "forename": "text", "dob": "date", "sex": "text"},
}  # fmt: skip


def refuse_where_later(batch_id: int) -> None:
    """UndoRefused where a later batch that stands changed the same rows, or hung results on the pupils."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT b.filename, count(*) FROM pupils_importchange c JOIN pupils_importbatch b ON b.id = c.batch_id
            WHERE b.status = 'applied' AND b.id <> %(batch)s AND (
                (c.before ->> 'batch_id')::bigint = %(batch)s
                OR (c.id > (SELECT max(id) FROM pupils_importchange WHERE batch_id = %(batch)s) AND EXISTS (
                    SELECT FROM pupils_importchange m
                    WHERE m.batch_id = %(batch)s AND m."table" = c."table" AND m.row_id = c.row_id))
            )
            GROUP BY b.id, b.filename ORDER BY b.id DESC LIMIT 1
            """,
            {"batch": batch_id},
        )
        if later := cursor.fetchone():
            rows = "1 row" if later[1] == 1 else f"{later[1]:,} rows"
            raise UndoRefused(f"{later[0]} was applied later and changed {rows} of this file. Undo that one first.")
        cursor.execute(
            """
            SELECT count(DISTINCT e.id) FROM pupils_enrolment e
            WHERE e.batch_id = %(batch)s AND NOT EXISTS (
                SELECT FROM pupils_importchange c
                WHERE c.batch_id = %(batch)s AND c."table" = 'pupils_enrolment' AND c.row_id = e.id)
              AND (EXISTS (SELECT FROM pupils_result r WHERE r.enrolment_id = e.id)
                   OR EXISTS (SELECT FROM pupils_attendance x WHERE x.enrolment_id = e.id))
            """,
            {"batch": batch_id},
        )
        if hanging := cursor.fetchone()[0]:
            pupils = "1 pupil" if hanging == 1 else f"{hanging:,} pupils"
            raise UndoRefused(
                f"Results or attendance were brought in since for {pupils} of this file. Undo those files first."
            )


def restore(batch_id: int) -> None:
    """Takes the batch back, in the caller's transaction and with every row open."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("pupils_result", "pupils_attendance"):
            _restore_changed(cursor, table, batch_id)
            cursor.execute(f"DELETE FROM {table} WHERE batch_id = %s", [batch_id])
        _restore_changed(cursor, "pupils_pupil", batch_id)
        _restore_changed(cursor, "pupils_enrolment", batch_id)
        cursor.execute(
            """
            WITH gone AS (DELETE FROM pupils_enrolment WHERE batch_id = %s RETURNING pupil_id)
            SELECT array_agg(DISTINCT pupil_id) FROM gone
            """,
            [batch_id],
        )
        (pupils,) = cursor.fetchone()
        if pupils:
            cursor.execute(
                "DELETE FROM pupils_pupil p WHERE p.id = ANY (%s) "
                "AND NOT EXISTS (SELECT FROM pupils_enrolment e WHERE e.pupil_id = p.id)",
                [pupils],
            )
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _restore_changed(cursor: object, table: str, batch_id: int) -> None:
    columns = CHANGED[table]
    sets = ", ".join(f"{name} = (c.before ->> '{name}')::{kind}" for name, kind in columns.items())
    cursor.execute(  # type: ignore[attr-defined]
        f"""
        UPDATE {table} t SET {sets} FROM pupils_importchange c
        WHERE c.batch_id = %s AND c."table" = '{table}' AND c.row_id = t.id
        """,
        [batch_id],
    )
