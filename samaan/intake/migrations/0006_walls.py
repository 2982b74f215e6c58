"""A report can be opened in an emergency."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("intake", "0005_merging"), ("access", "0009_walls")]

    operations = [
        migrations.RunSQL(
            "INSERT INTO sec.emergency_table VALUES ('report', 'intake_report')",
            reverse_sql="DELETE FROM sec.emergency_table WHERE kind = 'report'",
        )
    ]
