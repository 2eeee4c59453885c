"""Row-level security on what names a pupil: the second lock behind `visible_to` (academies/row_scope.py)."""

from django.db import migrations

from academies.row_scope import policy_sql

OF_ENROLMENT = "(SELECT e.academy_id FROM pupils_enrolment e WHERE e.id = enrolment_id)"
# A pupil is seen through an enrolment, whose own policy decides.
OF_PUPIL = "(SELECT e.academy_id FROM pupils_enrolment e WHERE e.pupil_id = pupils_pupil.id LIMIT 1)"

TABLES = {
    "pupils_enrolment": "academy_id",
    "pupils_result": OF_ENROLMENT,
    "pupils_attendance": OF_ENROLMENT,
    "pupils_pupil": OF_PUPIL,
}
HISTORY = ("pupils_enrolmentevent", "pupils_resultevent", "pupils_attendanceevent", "pupils_pupilevent")

ON = [policy_sql(table, academy) for table, academy in TABLES.items()] + [
    policy_sql(table, "", history=True) for table in HISTORY
]
OFF = [f"DROP POLICY own_academies ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;" for table in TABLES] + [
    f"DROP POLICY whole_scope ON {table}; DROP POLICY triggers_write ON {table}; "
    f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"
    for table in HISTORY
]


class Migration(migrations.Migration):
    dependencies = [("pupils", "0001_initial")]

    operations = [migrations.RunSQL(on, off) for on, off in zip(ON, OFF, strict=True)]
