"""The schema `sec`, then each protected table of the contexts below this one."""

from pathlib import Path

from django.db import migrations

from samaan.access.operations import Protect

SECURITY_SQL = (Path(__file__).parent / "security.sql").read_text()

EXTRA_POLICIES = """
-- The registry's own row cannot be looked up before it stands.
CREATE POLICY beginnable ON access_record FOR INSERT TO samaan_app
    WITH CHECK ((SELECT sec.context_is_genuine()) AND begun_in = pg_current_xact_id());
-- An act may leave an event about anything, or about no record at all (a sign-in).
CREATE POLICY appendable ON audit_event FOR INSERT TO samaan_app WITH CHECK ((SELECT sec.context_is_genuine()));
CREATE POLICY own ON audit_event FOR SELECT TO samaan_app
    USING ((SELECT sec.context_is_genuine()) AND ARRAY[(1::bigint << 56) | actor_id] && sec.principals());
CREATE POLICY verifier ON audit_event FOR SELECT TO samaan_auditor, samaan_sealer USING (true);
CREATE POLICY sealer ON audit_event FOR UPDATE TO samaan_sealer USING (true);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("audit", "0001_initial"),
        ("vault", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(SECURITY_SQL, reverse_sql="DROP SCHEMA sec CASCADE"),
        Protect("access_record", compartment="*"),
        Protect("access_grant", record="record_id", compartment="*"),
        Protect("access_exclusion", record="record_id", compartment="*"),
        Protect("access_inheritance", record="target_id", compartment="*"),
        Protect("vault_datakey", record="record_id", compartment="*"),
        Protect("vault_storedfile", record="record_id", compartment_column="compartment"),
        Protect("audit_event", record="record_id", compartment="*"),
        migrations.RunSQL(EXTRA_POLICIES, reverse_sql=migrations.RunSQL.noop),
    ]
