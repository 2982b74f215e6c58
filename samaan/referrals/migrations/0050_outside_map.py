"""Referrals outside the referral map: why, the report of it, and the map each was sent under."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import samaan.vault.fields
from samaan.access.operations import Protect

# A report says what was sent: only that it was seen is added to it.
SQL = """
REVOKE UPDATE, DELETE, TRUNCATE ON referrals_outsidemap, referrals_outsidenote FROM samaan_app, samaan_job;
GRANT UPDATE (status, noted_by_id, changed_at) ON referrals_outsidemap TO samaan_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_sealed_rights"),
        ("countrypack", "0003_going_back"),
        ("referrals", "0042_figures"),
        ("vault", "0005_sealed_keys"),
        # There the right to delete protected rows is taken from everybody for tables to come as well.
        ("retention", "0002_row_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OutsideNote",
            fields=[
                (
                    "referral",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="outside_note",
                        serialize=False,
                        to="referrals.referral",
                    ),
                ),
                ("note", samaan.vault.fields.EncryptedText(editable=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="referral",
            name="map_version",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countrypack.packversion"
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="outside_map",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=10), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="outside_reason",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.CreateModel(
            name="OutsideMap",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("need", models.CharField(max_length=40)),
                (
                    "outside",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), size=None),
                ),
                ("reason", models.CharField(max_length=40)),
                (
                    "status",
                    models.CharField(
                        choices=[("reported", "Reported"), ("noted", "Seen")], default="reported", max_length=10
                    ),
                ),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "map_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countrypack.packversion"
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-sent_at"],
                "indexes": [models.Index(fields=["-sent_at"], name="outside_map_by_day")],
            },
        ),
        Protect("referrals_outsidenote", record="referral_id", compartment="consent"),
        Protect("referrals_outsidemap"),
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
    ]
