"""Row-level security on what coach and coachee write: the second lock behind `visible_to` (coaching/wall.py)."""

from django.db import migrations

from coaching.wall import FUNCTIONS, FUNCTIONS_OFF, wall_sql, wall_sql_off


class Migration(migrations.Migration):
    dependencies = [("coaching", "0001_initial"), ("academies", "0008_own_drafts")]

    operations = [migrations.RunSQL([FUNCTIONS, *wall_sql()], [*wall_sql_off(), FUNCTIONS_OFF])]
