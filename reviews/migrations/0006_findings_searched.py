from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0005_round_focus"),
        ("toolkit", "0003_search"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="finding",
            index=GinIndex(OpClass(models.F("says"), name="gin_trgm_ops"), name="finding_says_like"),
        ),
    ]
