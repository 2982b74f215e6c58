"""An opening in an emergency that is not on the file's record when its transaction ends has not happened.

`sec.open_in_emergency` gives the grant; who calls it must leave the reason and the event, or the grant goes with all
that was done: so nobody opens a file quietly who can make the database run a statement of their own.
"""

from django.db import migrations

SQL = """
CREATE FUNCTION sec.emergency_is_on_record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM walls_emergencyaccess a JOIN audit_event e ON e.record_id = a.file_id AND e.actor_id = a.user_id
         WHERE a.file_id = NEW.record_id AND (1::bigint << 56) | a.user_id = NEW.principal
           AND a.began_at = NEW.granted_at AND a.ends_at = NEW.ends_at
           AND e.kind = a.file_kind || '.opened_in_emergency' AND e.data ->> 'access' = a.id::text
    ) THEN
        RAISE EXCEPTION 'an opening in an emergency is not on the record' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER emergency_is_on_record AFTER INSERT ON access_grant DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.basis = 'break_glass') EXECUTE FUNCTION sec.emergency_is_on_record();
REVOKE EXECUTE ON FUNCTION sec.emergency_is_on_record() FROM PUBLIC;
GRANT CREATE ON SCHEMA sec TO samaan_guard;
ALTER FUNCTION sec.emergency_is_on_record() OWNER TO samaan_guard;
REVOKE CREATE ON SCHEMA sec FROM samaan_guard;
"""
REVERSE = """
DROP TRIGGER emergency_is_on_record ON access_grant;
DROP FUNCTION sec.emergency_is_on_record();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("walls", "0002_row_security"),
        ("access", "0010_delegation"),
    ]

    operations = [migrations.RunSQL(SQL, reverse_sql=REVERSE)]
