"""What leaves the wall: numbers of five people or more, and the closing of cycles that somebody left."""

from django.db import migrations

from coaching.numbers_sql import HOLDS_A_ROLE, NUMBERS, NUMBERS_OFF


class Migration(migrations.Migration):
    dependencies = [("coaching", "0002_wall")]

    operations = [migrations.RunSQL(HOLDS_A_ROLE + NUMBERS, NUMBERS_OFF)]
