-- An event is written with every act, so its triggers are two and do nothing that is not needed. A WHEN clause is no
-- help: it is prepared anew for each statement, which costs more than a function that returns at once.

-- Who may see the event: nobody, when it is about no record.
CREATE FUNCTION sec.fill_event_acl() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
    IF NEW.record_id IS NULL THEN
        NEW.acl := '{}';
        NEW.barred := '{}';
    ELSE
        NEW.acl := sec.acl_of(NEW.record_id, '*');
        NEW.barred := sec.barred_from(NEW.record_id);
    END IF;
    RETURN NEW;
END $$;

DROP TRIGGER fill_acl ON audit_event;
CREATE TRIGGER fill_acl BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION sec.fill_event_acl();

-- Fires after fill_acl. The hash is the one of sec.event_leaf, whose call would cost more than the hash. Listeners are
-- told when the transaction commits; what the horizon means to them is in docs/adr/0004.
CREATE OR REPLACE FUNCTION sec.stamp_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.recorded_at := clock_timestamp();
    NEW.xid := pg_current_xact_id()::text::bigint;
    NEW.leaf := sha256('\x00'::bytea || convert_to(jsonb_build_array(
        NEW.id, (extract(epoch FROM NEW.recorded_at) * 1000000)::bigint, NEW.kind, NEW.actor_id, NEW.purpose,
        NEW.record_kind, NEW.record_id, NEW.data)::text, 'UTF8'));
    IF NEW.acl <> '{}' AND NEW.kind NOT IN ('record.opened', 'file.opened') THEN
        PERFORM pg_notify('samaan', json_build_object(
            'horizon', pg_snapshot_xmin(pg_current_snapshot())::text, 'record', NEW.record_id,
            'kind', NEW.record_kind, 'acl', NEW.acl[1:250], 'barred', NEW.barred)::text);
    END IF;
    RETURN NEW;
END $$;

DROP TRIGGER announce_event ON audit_event;
DROP FUNCTION sec.announce_event();

GRANT CREATE ON SCHEMA sec TO samaan_guard;
ALTER FUNCTION sec.fill_event_acl() OWNER TO samaan_guard;
REVOKE CREATE ON SCHEMA sec FROM samaan_guard;
