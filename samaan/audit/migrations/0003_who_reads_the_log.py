"""Privileges, row security and functions of the sealed log."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent / "sealed_log.sql").read_text()
TABLES = ("audit_checkpoint", "audit_leaf", "audit_tile", "audit_sealingstate", "audit_verification")
POLICIES = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY auditing ON {table} FOR SELECT TO samaan_app USING ((SELECT sec.may_audit()));
CREATE POLICY job ON {table} TO samaan_job USING ((SELECT sec.purpose()) <> '');
CREATE POLICY sealing ON {table} TO samaan_sealer, samaan_auditor, samaan_guard USING (true);
"""
REVERSE = """
DROP FUNCTION sec.may_audit() CASCADE;
DROP FUNCTION sec.audited_events(bigint, integer);
DROP FUNCTION sec.waiting_events();
REVOKE SELECT ON accounts_user, accounts_role FROM samaan_guard;
GRANT SELECT ON audit_event TO samaan_sealer;
CREATE POLICY sealer ON audit_event FOR UPDATE TO samaan_sealer USING (true);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_sealed_log"),
        ("access", "0003_keep_oneself_out"),
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(SQL, reverse_sql=REVERSE),
        *(migrations.RunSQL(POLICIES.format(table=table), reverse_sql=migrations.RunSQL.noop) for table in TABLES),
    ]
