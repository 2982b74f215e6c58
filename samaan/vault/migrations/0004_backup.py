"""Which backups were made: noted by the command that makes them, seen by administrators, changed by nobody."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("vault", "0003_master_versions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Backup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("archive", models.CharField(max_length=60)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("rows", models.PositiveBigIntegerField()),
                ("documents", models.PositiveBigIntegerField()),
                ("missing", models.PositiveIntegerField(default=0)),
            ],
            options={"ordering": ["-made_at"]},
        ),
        migrations.RunSQL(
            "REVOKE INSERT, UPDATE, DELETE ON vault_backup FROM samaan_app; REVOKE UPDATE, DELETE ON vault_backup"
            " FROM samaan_job;",
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
