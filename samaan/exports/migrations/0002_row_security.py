"""Row security of exports, their files and the keys of recipients; their numbers."""

from django.db import migrations

from samaan.access.operations import Protect

SQL = """
CREATE SEQUENCE reference_x;
GRANT USAGE, SELECT ON SEQUENCE reference_x TO samaan_app, samaan_job;
-- What was asked stays on the record, and nobody asks for something else afterwards.
REVOKE UPDATE, DELETE, TRUNCATE ON exports_export FROM samaan_app, samaan_job;
GRANT UPDATE (status, decided_by_id, decided_at, answer, first_fetched_at, changed_at)
    ON exports_export TO samaan_app;
GRANT UPDATE (status, went_in, made_at, expires_at, changed_at) ON exports_export TO samaan_job;
-- The worker makes a file and destroys it; whoever fetches it only puts it under its password.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON exports_content FROM samaan_app;
GRANT UPDATE (sealed, content) ON exports_content TO samaan_app;
REVOKE DELETE, TRUNCATE ON exports_recipientkey FROM samaan_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("exports", "0001_initial"),
        ("access", "0011_counts_of_a_day"),
        ("vault", "0005_sealed_keys"),
    ]

    operations = [
        Protect("exports_export"),
        Protect("exports_content"),
        Protect("exports_recipientkey"),
        migrations.RunSQL(SQL, reverse_sql="DROP SEQUENCE reference_x"),
    ]
