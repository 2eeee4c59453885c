"""Whom the database takes the reader for: a ticket that the application seals (academies/reader_scope.py)."""

from django.db import migrations

from academies.reader_scope import READER_SQL, READER_SQL_OFF


class Migration(migrations.Migration):
    dependencies = [("academies", "0006_external_coach")]

    operations = [migrations.RunSQL(READER_SQL, READER_SQL_OFF)]
