"""A file on its way in is seen by whoever sends it, and by the worker that clears away what was abandoned."""

from django.db import migrations

MINE = "(SELECT sec.context_is_genuine()) AND ARRAY[(1::bigint << 56) | user_id] && sec.principals()"
SQL = f"""
ALTER TABLE vault_upload ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_upload FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON vault_upload TO samaan_app USING ({MINE}) WITH CHECK ({MINE});
CREATE POLICY job ON vault_upload TO samaan_job USING ((SELECT sec.purpose()) <> '');
"""
REVERSE = """
DROP POLICY own ON vault_upload;
DROP POLICY job ON vault_upload;
ALTER TABLE vault_upload NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0004_planned_refresh"), ("vault", "0002_documents")]

    operations = [migrations.RunSQL(SQL, reverse_sql=REVERSE)]
