"""Walls that no grant opens: rules of the roles, who lifted a conflict of interest and why, and `walls.sql`."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import samaan.vault.fields

SQL = (Path(__file__).parent / "walls.sql").read_text()
BASES = [
    ("oversight", "the role's oversight"),
    ("assignment", "assigned to it"),
    ("author", "reported it"),
    ("team", "on the team"),
    ("referral", "a referral to them"),
    ("consent", "the survivor's consent"),
    ("law", "required by law"),
    ("answer", "an answer to a question about the person"),
    ("receipt", "holds the receipt code"),
    ("break_glass", "an emergency"),
    ("disclosure", "a disclosure to them"),
]
USER = models.ForeignKey(
    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0008_asking"),
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SeatRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.CharField(max_length=12)),
                ("role", models.CharField(max_length=40)),
                ("seat", models.BigIntegerField()),
                ("record_kind", models.CharField(max_length=20)),
                ("compartment", models.CharField(max_length=20)),
            ],
            options={
                "indexes": [models.Index(fields=["seat"], name="seat_rule_of_seat")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rule", "role", "record_kind", "compartment"), name="one_seat_rule_each"
                    )
                ],
            },
        ),
        migrations.AlterField("grant", "basis", models.CharField(choices=BASES, max_length=20)),
        migrations.AddIndex(
            "grant",
            models.Index(condition=models.Q(("revoked_at", None)), fields=["principal"], name="grant_of_principal"),
        ),
        migrations.AddField("exclusion", "reason", samaan.vault.fields.EncryptedText(null=True)),
        migrations.AddField("exclusion", "lifted_by", USER),
        migrations.AddField("exclusion", "lift_reason", samaan.vault.fields.EncryptedText(null=True)),
        migrations.AddConstraint(
            "exclusion",
            models.CheckConstraint(
                condition=models.Q(
                    ("lifted_by", None), models.Q(("lifted_by", models.F("user")), _negated=True), _connector="OR"
                ),
                name="nobody_lets_themselves_back",
            ),
        ),
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
    ]
