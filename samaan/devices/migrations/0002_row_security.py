"""What arrived is seen by whoever sent it."""

from django.db import migrations

MINE = "(SELECT sec.context_is_genuine()) AND ARRAY[(1::bigint << 56) | user_id] && sec.principals()"
SQL = f"""
ALTER TABLE devices_arrival ENABLE ROW LEVEL SECURITY;
ALTER TABLE devices_arrival FORCE ROW LEVEL SECURITY;
REVOKE DELETE, TRUNCATE ON devices_arrival FROM samaan_app, samaan_job;
GRANT SELECT ON devices_arrival TO samaan_guard;
CREATE POLICY own ON devices_arrival TO samaan_app USING ({MINE}) WITH CHECK ({MINE});
CREATE POLICY job ON devices_arrival TO samaan_job USING ((SELECT sec.purpose()) <> '');
CREATE POLICY guard ON devices_arrival TO samaan_guard USING (true) WITH CHECK (true);
"""
REVERSE = """
DROP POLICY own ON devices_arrival;
DROP POLICY job ON devices_arrival;
DROP POLICY guard ON devices_arrival;
REVOKE SELECT ON devices_arrival FROM samaan_guard;
GRANT DELETE, TRUNCATE ON devices_arrival TO samaan_app, samaan_job;
ALTER TABLE devices_arrival NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("devices", "0001_initial"),
        ("access", "0011_counts_of_a_day"),
        ("questionnaires", "0003_attachment"),
    ]

    operations = [
        migrations.RunSQL(SQL, reverse_sql=REVERSE),
    ]
