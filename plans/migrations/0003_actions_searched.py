from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0002_action_practice"),
        ("toolkit", "0003_search"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="action",
            index=GinIndex(OpClass(models.F("says"), name="gin_trgm_ops"), name="action_says_like"),
        ),
    ]
