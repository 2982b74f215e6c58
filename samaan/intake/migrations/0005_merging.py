"""Reports name persons: when two of these become one, the report names that one."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_screening_row_security"), ("people", "0007_merging")]

    operations = [
        migrations.RunSQL(
            "INSERT INTO sec.person_link VALUES ('intake_reportperson', 'person_id', 'report_id', NULL, NULL)",
            reverse_sql="DELETE FROM sec.person_link WHERE name = 'intake_reportperson'",
        )
    ]
