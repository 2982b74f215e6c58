"""What a change of grants writes anew is written out once for all protected tables, and planned once a connection."""

from pathlib import Path

from django.db import migrations

REFRESH_SQL = (Path(__file__).parent / "refresh.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("access", "0003_keep_oneself_out")]

    # Backwards the written function stays: it does the same.
    operations = [
        migrations.RunSQL(
            REFRESH_SQL,
            reverse_sql="DROP TRIGGER write_refresh ON sec.protected_table;"
            " DROP FUNCTION sec.write_refresh(); DROP FUNCTION sec.refresh_source();",
        )
    ]
