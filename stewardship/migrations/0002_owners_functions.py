"""What only the owner may do to history, in functions that the web role may call (stewardship/sql.py)."""

from django.db import migrations

from stewardship.retain_sql import FUNCTION, FUNCTION_OFF
from stewardship.sql import ERASE, ERASE_OFF, PATTERN, QUIETLY, REPLACE


class Migration(migrations.Migration):
    dependencies = [("stewardship", "0001_initial"), ("coaching", "0002_wall"), ("pupils", "0003_lock_rejections")]

    operations = [
        migrations.RunSQL([PATTERN, REPLACE, QUIETLY, ERASE, FUNCTION], [FUNCTION_OFF, ERASE_OFF]),
    ]
