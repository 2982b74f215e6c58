"""The consent ledger of each case, what rests on it, and the grants that end with it."""

import uuid
from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import samaan.vault.fields
from samaan.access.operations import Protect

CONSENT_SQL = (Path(__file__).parent / "consent.sql").read_text()
REVERSE = """
DROP TRIGGER rests_on_consent ON access_grant;
DROP TRIGGER follow_consent ON access_consentuse;
DROP TRIGGER keep_ledger ON access_consentuse;
DROP TRIGGER keep_ledger ON access_consententry;
DROP FUNCTION sec.rests_on_consent(), sec.follow_consent(), sec.keep_ledger();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_uploads"),
        ("accounts", "0001_initial"),
        ("vault", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ConsentEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("case_id", models.UUIDField()),
                ("number", models.PositiveIntegerField()),
                (
                    "answer",
                    models.CharField(
                        choices=[("given", "Agreed"), ("refused", "Refused"), ("withdrawn", "Withdrawn")], max_length=10
                    ),
                ),
                ("basis", models.CharField(max_length=40)),
                (
                    "compartments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                (
                    "organisations",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                (
                    "purposes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("given_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("details", samaan.vault.fields.EncryptedJSON(default=dict, editable=True)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("warned_at", models.DateTimeField(null=True)),
                ("expired_at", models.DateTimeField(null=True)),
                (
                    "changes",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changed_by",
                        to="access.consententry",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="vault.storedfile"
                    ),
                ),
            ],
            options={
                "ordering": ["case_id", "number"],
            },
        ),
        migrations.CreateModel(
            name="ConsentUse",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("case_id", models.UUIDField(db_index=True)),
                ("target_id", models.UUIDField(db_index=True)),
                (
                    "compartments",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None),
                ),
                ("purpose", models.CharField(max_length=40)),
                ("founded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ends_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("end_reason", models.CharField(blank=True, max_length=20)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="access.consententry"
                    ),
                ),
                (
                    "founded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["founded_at"],
            },
        ),
        migrations.AddField(
            model_name="grant",
            name="consent_use",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.consentuse"
            ),
        ),
        migrations.AddIndex(
            model_name="consententry",
            index=models.Index(
                condition=models.Q(("ends_on__isnull", False), ("expired_at", None)),
                fields=["ends_on"],
                name="consent_to_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="consententry",
            constraint=models.UniqueConstraint(fields=("case_id", "number"), name="one_entry_each"),
        ),
        Protect("access_consententry", record="case_id", compartment="identity"),
        Protect("access_consentuse", record="case_id", compartment="identity"),
        migrations.RunSQL(CONSENT_SQL, reverse_sql=REVERSE),
    ]
