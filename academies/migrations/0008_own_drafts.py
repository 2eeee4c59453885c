"""A draft is its writer's, also to the database."""

from django.db import migrations

from academies.reader_scope import DRAFTS_SQL, DRAFTS_SQL_OFF


class Migration(migrations.Migration):
    dependencies = [("academies", "0007_reader")]

    operations = [migrations.RunSQL(DRAFTS_SQL, DRAFTS_SQL_OFF)]
