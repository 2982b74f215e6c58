"""Whoever declares a conflict of interest loses sight of the record first, and must still be able to say so."""

from django.db import migrations

OWN = "(SELECT sec.context_is_genuine()) AND ARRAY[(1::bigint << 56) | user_id] && sec.principals()"


class Migration(migrations.Migration):
    dependencies = [("access", "0002_row_security")]

    operations = [
        migrations.RunSQL(
            f"CREATE POLICY oneself ON access_exclusion FOR INSERT TO samaan_app WITH CHECK ({OWN})",
            reverse_sql="DROP POLICY oneself ON access_exclusion",
        )
    ]
