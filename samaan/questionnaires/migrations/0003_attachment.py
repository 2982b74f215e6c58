"""Pictures, recordings and other files that are answers, in the compartment of their question."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import samaan.vault.fields
from samaan.access.operations import Protect


class Migration(migrations.Migration):
    dependencies = [
        ("questionnaires", "0002_row_security"),
        ("vault", "0005_sealed_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("of_record", models.UUIDField()),
                ("of_kind", models.CharField(max_length=20)),
                ("compartment", models.CharField(max_length=20)),
                ("name", samaan.vault.fields.EncryptedText()),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="vault.storedfile"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="questionnaires.submission",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        Protect("questionnaires_attachment", record="of_record", compartment_column="compartment"),
    ]
