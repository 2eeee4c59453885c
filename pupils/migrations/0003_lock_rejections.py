"""Row-level security on the copies of pupil rows that an import keeps: what it refused, and what it changed."""

from django.db import migrations

from academies.row_scope import EVERY_ROW, SETTING

EVERY = f"(SELECT current_setting('{SETTING}', true)) = '{EVERY_ROW}'"
SCOPE = (
    f"string_to_array(nullif(nullif((SELECT current_setting('{SETTING}', true)), ''), '{EVERY_ROW}'), ',')::bigint[]"
)
# A refused row may name no academy, or a wrong one: it is open to the scope of any academy of its file's trust.
# Files of schools and of published figures name no pupil.
OF_BATCH = f"""
    batch_id IN (
        SELECT b.id FROM pupils_importbatch b
        WHERE b.kind IN ('academies', 'performance_tables')
           OR b.trust_id IN (SELECT a.trust_id FROM academies_academy a WHERE a.id = ANY ({SCOPE}))
    )
"""
NO_PUPIL = "\"table\" NOT IN ('pupils_pupil', 'pupils_enrolment', 'pupils_result', 'pupils_attendance')"

ON = f"""
    ALTER TABLE pupils_importrejection ENABLE ROW LEVEL SECURITY;
    CREATE POLICY own_files ON pupils_importrejection USING ({EVERY} OR {OF_BATCH});
    ALTER TABLE pupils_importchange ENABLE ROW LEVEL SECURITY;
    CREATE POLICY whole_scope ON pupils_importchange USING ({EVERY} OR {NO_PUPIL});
"""
OFF = """
    DROP POLICY own_files ON pupils_importrejection;
    ALTER TABLE pupils_importrejection DISABLE ROW LEVEL SECURITY;
    DROP POLICY whole_scope ON pupils_importchange;
    ALTER TABLE pupils_importchange DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("pupils", "0002_row_security")]

    operations = [migrations.RunSQL(ON, OFF)]
