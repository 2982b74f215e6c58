-- An event is written with every act: its triggers do their work in one expression each, and none when there is none
-- to do. The hash is the one of sec.event_leaf, which a function call for each row would make dearer.
CREATE OR REPLACE FUNCTION sec.stamp_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.recorded_at := clock_timestamp();
    NEW.xid := pg_current_xact_id()::text::bigint;
    NEW.leaf := sha256('\x00'::bytea || convert_to(jsonb_build_array(
        NEW.id, (extract(epoch FROM NEW.recorded_at) * 1000000)::bigint, NEW.kind, NEW.actor_id, NEW.purpose,
        NEW.record_kind, NEW.record_id, NEW.data)::text, 'UTF8'));
    RETURN NEW;
END $$;

-- An event about no record has no access list; one that comes with a list of its own making loses it.
DROP TRIGGER fill_acl ON audit_event;
CREATE TRIGGER fill_acl BEFORE INSERT ON audit_event FOR EACH ROW
    WHEN (NEW.record_id IS NOT NULL OR NEW.acl <> '{}' OR NEW.barred <> '{}')
    EXECUTE FUNCTION sec.fill_acl('record_id', '*', NULL);

DROP TRIGGER announce_event ON audit_event;
CREATE TRIGGER announce_event AFTER INSERT ON audit_event FOR EACH ROW
    WHEN (NEW.kind NOT IN ('record.opened', 'file.opened') AND cardinality(NEW.acl) > 0)
    EXECUTE FUNCTION sec.announce_event();
