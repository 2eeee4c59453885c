"""The history of pupil rows opens to a scope of academies as the rows themselves do (docs/adr/0003)."""

from django.db import migrations

from academies.row_scope import EVERY_ROW, SETTING

SCOPE = (
    f"string_to_array(nullif(nullif((SELECT current_setting('{SETTING}', true)), ''), '{EVERY_ROW}'), ',')::bigint[]"
)
OF_ENROLMENT = "(SELECT e.academy_id FROM pupils_enrolment e WHERE e.id = enrolment_id)"
TABLES = {
    "pupils_enrolmentevent": "academy_id",
    "pupils_resultevent": OF_ENROLMENT,
    "pupils_attendanceevent": OF_ENROLMENT,
    # A pupil is seen through an enrolment, whose own policy decides.
    "pupils_pupilevent": "(SELECT e.academy_id FROM pupils_enrolment e WHERE e.pupil_id = pgh_obj_id LIMIT 1)",
}


class Migration(migrations.Migration):
    dependencies = [("pupils", "0006_inspection_rejections")]

    operations = [
        migrations.RunSQL(
            f"CREATE POLICY own_academies ON {table} FOR SELECT USING ({academy} = ANY ({SCOPE}))",
            f"DROP POLICY own_academies ON {table}",
        )
        for table, academy in TABLES.items()
    ]
