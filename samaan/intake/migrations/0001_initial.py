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
        ("people", "0002_row_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=20)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "Waiting for triage"),
                            ("triaged", "Triaged"),
                            ("forwarded", "Waiting to be assigned"),
                            ("assigned", "Assigned, not yet accepted"),
                            ("accepted", "With an investigator"),
                            ("screening", "In screening"),
                            ("determined", "Determined"),
                            ("closed", "Closed"),
                            ("merged", "Merged into another report"),
                        ],
                        default="received",
                        max_length=12,
                    ),
                ),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("channel", models.CharField(max_length=20, verbose_name="channel")),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("source_reference", samaan.vault.fields.EncryptedText(blank=True, editable=True)),
                ("call_started_at", models.DateTimeField(null=True)),
                ("language", models.CharField(default="en", max_length=8)),
                ("earlier_receipt", models.BigIntegerField(null=True)),
                ("looks_automatic", models.BooleanField(default=False)),
                ("narrative", samaan.vault.fields.EncryptedText(editable=True, verbose_name="what happened")),
                (
                    "exploitation",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("region", models.CharField(blank=True, max_length=12, verbose_name="region")),
                ("place", samaan.vault.fields.EncryptedText(blank=True, editable=True, verbose_name="where")),
                ("point", samaan.vault.fields.EncryptedJSON(editable=True, null=True)),
                ("incident_on", models.DateField(null=True, verbose_name="when")),
                ("is_going_on", models.BooleanField(null=True)),
                ("immediate_danger", models.BooleanField(default=False)),
                ("danger", samaan.vault.fields.EncryptedText(blank=True, editable=True)),
                ("people_count", models.PositiveIntegerField(null=True)),
                ("persons_named", models.PositiveSmallIntegerField(default=0)),
                ("children", models.BooleanField(null=True)),
                ("official_suspected", models.BooleanField(null=True)),
                ("urgency", models.CharField(blank=True, max_length=12)),
                ("triaged_at", models.DateTimeField(null=True)),
                ("triage_note", samaan.vault.fields.EncryptedText(blank=True, editable=True)),
                ("assigned_at", models.DateTimeField(null=True)),
                ("assignment_reason", samaan.vault.fields.EncryptedText(blank=True, editable=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                (
                    "resumes",
                    models.CharField(
                        choices=[
                            ("received", "Waiting for triage"),
                            ("triaged", "Triaged"),
                            ("forwarded", "Waiting to be assigned"),
                            ("assigned", "Assigned, not yet accepted"),
                            ("accepted", "With an investigator"),
                            ("screening", "In screening"),
                            ("determined", "Determined"),
                            ("closed", "Closed"),
                            ("merged", "Merged into another report"),
                        ],
                        default="accepted",
                        max_length=12,
                    ),
                ),
                ("act_by", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("close_reason", models.CharField(blank=True, max_length=40)),
                ("close_note", samaan.vault.fields.EncryptedText(blank=True, editable=True)),
                (
                    "assigned_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duplicates",
                        to="intake.report",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("token", models.BigIntegerField(db_index=True)),
                ("reference", models.CharField(max_length=20)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("received", "Your report has arrived. Somebody will read it soon."),
                            ("read", "Your report has been read. We are deciding who will follow it up."),
                            ("followed", "Somebody is following up your report."),
                            ("closed", "We have finished our work on your report."),
                        ],
                        default="received",
                        max_length=12,
                    ),
                ),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "handler",
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
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="receipt", to="intake.report"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReporterContact",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(blank=True, max_length=20)),
                ("sex", models.CharField(blank=True, max_length=20)),
                ("age", models.PositiveSmallIntegerField(null=True)),
                ("language", models.CharField(blank=True, max_length=8)),
                ("channel", models.CharField(blank=True, max_length=20)),
                (
                    "safe_times",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("name", samaan.vault.fields.EncryptedText(blank=True, editable=True)),
                ("phone", samaan.vault.fields.EncryptedText(blank=True, editable=True)),
                ("email", samaan.vault.fields.EncryptedText(blank=True, editable=True)),
                ("safe_note", samaan.vault.fields.EncryptedText(blank=True, editable=True)),
                ("code_word", samaan.vault.fields.EncryptedText(blank=True, editable=True)),
                (
                    "phone_tokens",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contact", to="intake.report"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReportMessage",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("from_reporter", models.BooleanField()),
                ("text", samaan.vault.fields.EncryptedText(editable=True)),
                ("tells_of_danger", models.BooleanField(default=False)),
                (
                    "file_ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="intake.report"
                    ),
                ),
            ],
            options={
                "ordering": ["sent_at"],
            },
        ),
        migrations.CreateModel(
            name="ReportPerson",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("role", models.CharField(max_length=20)),
                ("note", samaan.vault.fields.EncryptedText(blank=True, editable=True)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="people.person"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="persons", to="intake.report"
                    ),
                ),
            ],
            options={
                "ordering": ["added_at"],
            },
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["-received_at"], name="report_by_arrival"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(
                    (
                        "status__in",
                        ("received", "triaged", "forwarded", "assigned", "accepted", "screening", "determined"),
                    )
                ),
                fields=["due_at"],
                name="report_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("status__in", ("closed", "merged"))), fields=["-received_at"], name="report_ended"
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["assigned_to", "status"], name="report_of_investigator"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["reference"], name="report_by_reference"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["region", "-received_at"], name="report_by_region"),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(fields=["author", "-received_at"], name="receipt_of_author"),
        ),
    ]
