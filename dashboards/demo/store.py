"""Writes the demo's rows: COPY to temporary tables, then one INSERT ... SELECT a table, as an import does."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from django.db import connection

STAGES = {
    "pupil": "upn text, surname text, forename text, dob date, sex text",
    "enrolment": "upn text, urn int, year int, nc_year int, fsm6 bool, looked_after bool, post_looked_after bool, "
    "service_child bool, sen text, eal bool, ethnicity text, on_roll date, left_on date, batch bigint",
    "result": "enrolment int, checkpoint text, assessment text, value float8, code text, batch bigint",
    "sessions": "enrolment int, term text, possible int, authorised int, unauthorised int, batch bigint",
}

INSERT_PUPILS = """
INSERT INTO pupils_pupil (trust_id, upn, surname, forename, dob, sex)
SELECT %(trust)s, upn, surname, forename, dob, sex FROM demo_pupil ORDER BY at
"""
INSERT_ENROLMENTS = """
INSERT INTO pupils_enrolment (pupil_id, academy_id, academic_year, nc_year, fsm6, looked_after, post_looked_after,
    service_child, sen, eal, ethnicity, date_on_roll, date_left, batch_id)
SELECT p.id, a.id, s.year, s.nc_year, s.fsm6, s.looked_after, s.post_looked_after, s.service_child, s.sen, s.eal,
    s.ethnicity, s.on_roll, s.left_on, s.batch
FROM demo_enrolment s
JOIN pupils_pupil p ON p.trust_id = %(trust)s AND p.upn = s.upn
JOIN academies_academy a ON a.urn = s.urn
ORDER BY s.at
"""
# The n-th enrolment of the demo is the one of its pupil and year.
KEYS = """
CREATE TEMP TABLE demo_key ON COMMIT DROP AS
SELECT s.at, e.id FROM demo_enrolment s
JOIN pupils_pupil p ON p.trust_id = %(trust)s AND p.upn = s.upn
JOIN pupils_enrolment e ON e.pupil_id = p.id AND e.academic_year = s.year
"""
INSERT_RESULTS = """
INSERT INTO pupils_result (enrolment_id, checkpoint_id, assessment, value, code, batch_id)
SELECT k.id, c.id, s.assessment, s.value, s.code, s.batch
FROM demo_result s
JOIN demo_key k ON k.at = s.enrolment
JOIN pupils_checkpoint c ON c.trust_id = %(trust)s AND c.name = s.checkpoint
ORDER BY s.at
"""
INSERT_SESSIONS = """
INSERT INTO pupils_attendance (enrolment_id, term, possible, authorised, unauthorised, batch_id)
SELECT k.id, s.term, s.possible, s.authorised, s.unauthorised, s.batch
FROM demo_sessions s JOIN demo_key k ON k.at = s.enrolment
ORDER BY s.at
"""


def stage(name: str, rows: Iterable[Sequence[object]]) -> None:
    """Fill the temporary table demo_<name>; `at` numbers its rows from 0."""
    text = io.StringIO()
    for at, row in enumerate(rows):
        cells = ("\\N" if cell is None else str(cell) for cell in row)
        text.write(f"{at}\t" + "\t".join(cells) + "\n")
    text.seek(0)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE demo_{name} (at int, {STAGES[name]}) ON COMMIT DROP")
        cursor.copy_expert(f"COPY demo_{name} FROM STDIN", text)
        cursor.execute(f"ANALYZE demo_{name}")


def insert(trust_id: int, *statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, {"trust": trust_id})


def analyse() -> None:
    """Fresh statistics for the planner; a role that does not own the tables is passed over with a warning."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user = tableowner FROM pg_tables WHERE tablename = 'pupils_result'")
        owner = cursor.fetchone()
        if owner and owner[0]:
            cursor.execute("ANALYZE pupils_pupil, pupils_enrolment, pupils_result, pupils_attendance")
