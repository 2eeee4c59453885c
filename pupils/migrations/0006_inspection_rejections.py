"""A file of inspections names no pupil either: its refused rows are open like those of schools and published figures."""

from django.db import migrations

from academies.row_scope import EVERY_ROW, SETTING

EVERY = f"(SELECT current_setting('{SETTING}', true)) = '{EVERY_ROW}'"
SCOPE = (
    f"string_to_array(nullif(nullif((SELECT current_setting('{SETTING}', true)), ''), '{EVERY_ROW}'), ',')::bigint[]"
)


def policy(kinds: str) -> str:
    return f"""
        ALTER POLICY own_files ON pupils_importrejection USING ({EVERY} OR batch_id IN (
            SELECT b.id FROM pupils_importbatch b
            WHERE b.kind IN ({kinds})
               OR b.trust_id IN (SELECT a.trust_id FROM academies_academy a WHERE a.id = ANY ({SCOPE}))
        ));
    """


class Migration(migrations.Migration):
    dependencies = [("pupils", "0005_import_inspections")]

    operations = [
        migrations.RunSQL(
            policy("'academies', 'performance_tables', 'inspections'"), policy("'academies', 'performance_tables'")
        )
    ]
