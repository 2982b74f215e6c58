"""The one way in which the file of an export is destroyed."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("destroy.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("exports", "0003_two_people"),
        # There the right to delete protected rows is taken from everybody else.
        ("retention", "0002_row_security"),
    ]

    operations = [migrations.RunSQL(SQL, reverse_sql="DROP FUNCTION sec.destroy_export(uuid)")]
