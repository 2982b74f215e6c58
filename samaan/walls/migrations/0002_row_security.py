"""An opening in an emergency is seen by whoever sees the file; and being found is no change that an open page tells."""

from django.db import migrations

from samaan.access.operations import Protect

SQL = """
-- As in the audit context's lean_triggers.sql, which says why; “record.found” is a mere look.
CREATE OR REPLACE FUNCTION sec.stamp_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.recorded_at := clock_timestamp();
    NEW.xid := pg_current_xact_id()::text::bigint;
    NEW.leaf := sha256('\\x00'::bytea || convert_to(jsonb_build_array(
        NEW.id, (extract(epoch FROM NEW.recorded_at) * 1000000)::bigint, NEW.kind, NEW.actor_id, NEW.purpose,
        NEW.record_kind, NEW.record_id, NEW.data)::text, 'UTF8'));
    IF NEW.acl <> '{}' AND NEW.kind NOT IN ('record.opened', 'record.found', 'file.opened') THEN
        PERFORM pg_notify('samaan', json_build_object(
            'horizon', pg_snapshot_xmin(pg_current_snapshot())::text, 'record', NEW.record_id,
            'kind', NEW.record_kind, 'acl', NEW.acl[1:250], 'barred', NEW.barred)::text);
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("walls", "0001_initial"),
        ("access", "0009_walls"),
        ("audit", "0004_lean_triggers"),
    ]

    operations = [
        Protect("walls_emergencyaccess", record="file_id", compartment="*"),
        Protect("walls_disclosure"),
        Protect("walls_disclosed"),
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
    ]
