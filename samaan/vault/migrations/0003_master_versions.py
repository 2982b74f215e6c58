"""Which version of the master key wrapped what, so that the database refuses to lose one that is still needed."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

# Pages wrap and read; which versions there are is the affair of the worker's role, as which keys are changed.
FIRST_VERSION = """
INSERT INTO vault_masterversion (version, begun_at, mark) VALUES (1, now(), '');
REVOKE INSERT, UPDATE, DELETE ON vault_masterversion, vault_lastingkey FROM samaan_app;
"""


def wrapped_by():
    return models.ForeignKey(
        db_index=False,
        default=1,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="vault.masterversion",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("vault", "0002_documents"),
    ]

    operations = [
        migrations.CreateModel(
            name="MasterVersion",
            fields=[
                ("version", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("begun_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("mark", models.CharField(blank=True, max_length=16)),
            ],
            options={"ordering": ["version"]},
        ),
        migrations.CreateModel(
            name="LastingKey",
            fields=[
                ("purpose", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("wrapped", models.BinaryField()),
                ("master", wrapped_by()),
            ],
        ),
        migrations.RunSQL(FIRST_VERSION, reverse_sql=migrations.RunSQL.noop),
        migrations.AddField(model_name="datakey", name="master", field=wrapped_by()),
        migrations.AddField(model_name="upload", name="master", field=wrapped_by()),
        migrations.AddField(model_name="heldanswers", name="master", field=wrapped_by()),
    ]
