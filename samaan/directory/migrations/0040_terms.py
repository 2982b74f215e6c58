import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# What was agreed stays: nobody takes it away, and who drew it up with whom is never another.
SQL = """
REVOKE UPDATE, DELETE, TRUNCATE ON directory_termsofreference FROM samaan_app, samaan_job;
GRANT UPDATE (status, texts, ends_on, accepted_by_id, accepted_at, approved_by_id, approved_at, remark, changed_at)
    ON directory_termsofreference TO samaan_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_sealed_rights"),
        ("countrypack", "0003_going_back"),
        ("directory", "0020_capacity"),
        ("access", "0002_row_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TermsOfReference",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Being drawn up"),
                            ("offered", "With the provider"),
                            ("accepted", "Accepted by the provider"),
                            ("in_force", "Agreed"),
                            ("ended", "Ended"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("texts", models.JSONField(default=dict)),
                ("ends_on", models.DateField()),
                ("drawn_up_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("remark", models.TextField(blank=True)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "drawn_up_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "map_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countrypack.packversion"
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="accounts.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["provider__name", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("provider", "number"), name="one_terms_a_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "in_force")), fields=("provider",), name="one_terms_in_force"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("draft", "offered", "accepted"))),
                        fields=("provider",),
                        name="one_terms_in_the_making",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "in_force"), _negated=True),
                            models.Q(("accepted_by__isnull", False), ("approved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="terms_agreed_by_both_sides",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("drawn_up_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_approves_own_terms",
                    ),
                ],
            },
        ),
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
    ]
