"""Row security of wishes for more and of concerns; how far the looking has come is the worker's own."""

from django.db import migrations

from samaan.access.operations import Protect

SQL = """
REVOKE ALL ON watching_progress FROM samaan_app;
ALTER TABLE watching_progress ENABLE ROW LEVEL SECURITY;
ALTER TABLE watching_progress FORCE ROW LEVEL SECURITY;
CREATE POLICY job ON watching_progress TO samaan_job USING ((SELECT sec.purpose()) <> '');
CREATE POLICY guard ON watching_progress TO samaan_guard USING (true) WITH CHECK (true);
GRANT SELECT ON watching_progress TO samaan_guard;
-- A concern is raised by the worker alone, and stays.
REVOKE INSERT, DELETE, TRUNCATE ON watching_concern FROM samaan_app;
REVOKE DELETE, TRUNCATE ON watching_more FROM samaan_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("watching", "0001_initial"),
        ("access", "0011_counts_of_a_day"),
    ]

    operations = [
        Protect("watching_more"),
        Protect("watching_concern"),
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
    ]
