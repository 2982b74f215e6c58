"""The search by name does less where there is nothing to choose."""

from pathlib import Path

from django.db import migrations

FASTER_SQL = (Path(__file__).parent / "finding_faster.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("people", "0008_asking")]

    # Backwards the function stays: it gives the same.
    operations = [migrations.RunSQL(FASTER_SQL, reverse_sql=migrations.RunSQL.noop)]
