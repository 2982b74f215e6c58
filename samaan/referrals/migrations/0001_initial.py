import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import samaan.vault.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("cases", "0002_row_security"),
        ("directory", "0001_initial"),
        ("vault", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("need", models.CharField(max_length=40)),
                ("batch", models.UUIDField(default=uuid.uuid4)),
                ("priority", models.CharField(max_length=20)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Being prepared"),
                            ("sent", "Sent"),
                            ("viewed", "Seen by the provider"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("in_progress", "Under way"),
                            ("delivered", "Delivered"),
                            ("not_delivered", "Not delivered"),
                            ("withdrawn", "Withdrawn"),
                            ("expired", "Given up: no answer in time"),
                            ("closed", "Closed"),
                        ],
                        default="draft",
                        max_length=20,
                    ),
                ),
                ("consent_basis", models.CharField(blank=True, max_length=40)),
                ("decline_reason", models.CharField(blank=True, max_length=40)),
                ("not_delivered_reason", models.CharField(blank=True, max_length=40)),
                ("withdraw_reason", models.CharField(blank=True, max_length=40)),
                ("remark", samaan.vault.fields.EncryptedText(blank=True, editable=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(null=True)),
                ("viewed_at", models.DateTimeField(null=True)),
                ("answer_by", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("last_message_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="cases.case"
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
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.service"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReferralSlice",
            fields=[
                (
                    "referral",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="slice",
                        serialize=False,
                        to="referrals.referral",
                    ),
                ),
                ("shared", samaan.vault.fields.EncryptedJSON(default=list, editable=True)),
                (
                    "documents",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("note", samaan.vault.fields.EncryptedText(editable=True)),
                ("began_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="deliveries", to="referrals.referral"
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at"],
            },
        ),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("rating", models.PositiveSmallIntegerField()),
                ("need_met", models.CharField(max_length=20)),
                ("comment", samaan.vault.fields.EncryptedText(blank=True, editable=True)),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="feedback", to="referrals.referral"
                    ),
                ),
            ],
            options={
                "ordering": ["given_at"],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("client_id", models.UUIDField()),
                ("text", samaan.vault.fields.EncryptedText(blank=True, editable=True)),
                ("phrase", samaan.vault.fields.EncryptedText(blank=True, editable=True)),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "attachment",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="vault.storedfile"
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="referrals.referral"
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
                "ordering": ["sent_at"],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("read_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="readings", to="referrals.referral"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "referral",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="consent",
                        serialize=False,
                        to="referrals.referral",
                    ),
                ),
                ("details", samaan.vault.fields.EncryptedJSON(default=dict, editable=True)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["provider", "status", "-changed_at"], name="referrals_received"),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["provider", "-changed_at"], name="referrals_received_by_change"),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["-changed_at", "id"], name="referrals_by_change"),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["case", "-created_at"], name="referrals_of_case"),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(condition=models.Q(("status", "draft")), fields=["batch"], name="referrals_of_batch"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["referral", "-sent_at"], name="messages_of_referral"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(fields=("sender", "client_id"), name="one_message_each"),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.UniqueConstraint(fields=("referral", "user"), name="one_reading_each"),
        ),
    ]
