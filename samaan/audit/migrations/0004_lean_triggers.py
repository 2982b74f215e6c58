"""The triggers of an event, so that hashing costs next to nothing (bench/README.md, docs/adr/0007)."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent / "lean_triggers.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_who_reads_the_log")]

    operations = [migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop)]
