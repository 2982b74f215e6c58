"""A record's keys are several: its ordinary one, and one for each sealed value."""

import uuid

from django.db import migrations, models

# Each row its own number; what Django writes would give all of them the same.
NUMBERED = """
ALTER TABLE vault_datakey ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE vault_datakey DROP CONSTRAINT vault_datakey_pkey, ADD PRIMARY KEY (id), ALTER COLUMN id DROP DEFAULT;
"""
BACK = """
ALTER TABLE vault_datakey DROP CONSTRAINT vault_datakey_pkey, DROP COLUMN id, ADD PRIMARY KEY (record_id);
"""


class Migration(migrations.Migration):
    dependencies = [("vault", "0004_backup")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(NUMBERED, reverse_sql=BACK)],
            state_operations=[
                migrations.AlterField("datakey", "record_id", models.UUIDField()),
                migrations.AddField(
                    "datakey",
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
            ],
        ),
        migrations.AddField("datakey", "sealed_class", models.CharField(blank=True, default="", max_length=40)),
        migrations.AddConstraint(
            "datakey",
            models.UniqueConstraint(fields=["record_id", "sealed_class", "version"], name="one_key_each"),
        ),
        migrations.AddConstraint(
            "datakey",
            models.UniqueConstraint(
                condition=models.Q(("sealed_class", "")), fields=["record_id"], name="one_ordinary_key"
            ),
        ),
    ]
