"""Foreign keys of two columns, which Django has no word for: a judgement's framework is its inspection's, and a
decision's tiers belong to the decision's scheme."""

from django.db import migrations

KEYS = (
    ("academies_judgement", "judgement_framework_fk", "(inspection_id, framework)", "academies_inspection (id, framework)"),
    ("academies_categorydecision", "decision_tier_fk", "(tier_id, scheme_id)", "academies_tier (id, scheme_id)"),
    ("academies_categorydecision", "decision_proposed_tier_fk", "(proposed_tier_id, scheme_id)", "academies_tier (id, scheme_id)"),
    ("academies_categorydecision", "decision_moderated_tier_fk", "(moderated_tier_id, scheme_id)", "academies_tier (id, scheme_id)"),
)


class Migration(migrations.Migration):
    dependencies = [("academies", "0003_categories_and_support")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY {columns} REFERENCES {target}"
            " DEFERRABLE INITIALLY DEFERRED;",
            f"ALTER TABLE {table} DROP CONSTRAINT {name};",
        )
        for table, name, columns, target in KEYS
    ]
