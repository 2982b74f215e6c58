-- The schema `sec`: what row level security asks. Its SECURITY DEFINER functions belong to samaan_guard,
-- a role nobody can log in as, so neither the application nor the owner of the tables reads through them.
CREATE SCHEMA sec;
GRANT USAGE ON SCHEMA sec TO samaan_app, samaan_job, samaan_sealer, samaan_auditor, samaan_guard;
ALTER DEFAULT PRIVILEGES IN SCHEMA sec REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

ALTER TABLE access_record ADD COLUMN begun_in xid8 NOT NULL DEFAULT pg_current_xact_id();

CREATE TABLE sec.context_key (inner_pad bytea NOT NULL, outer_pad bytea NOT NULL);
REVOKE ALL ON sec.context_key FROM PUBLIC, samaan_app, samaan_job, samaan_sealer, samaan_auditor;
GRANT SELECT ON sec.context_key TO samaan_guard;

CREATE TABLE sec.protected_table (
    name text PRIMARY KEY, record_column text NOT NULL, compartment text NOT NULL, compartment_column text
);
GRANT SELECT ON sec.protected_table TO samaan_guard, samaan_app, samaan_job, samaan_auditor;

-- The principals this transaction says it acts as. Cheap, because a policy may ask it for every row;
-- whether they are genuine is asked once a query, below.
CREATE FUNCTION sec.principals() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('samaan.principals', true), '')::bigint[] $$;

-- HMAC-SHA256 of the context under the key of sec.context_key, for this connection, not expired.
CREATE FUNCTION sec.context_is_genuine() RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog AS $$
DECLARE
    meta text := current_setting('samaan.meta', true);
    message bytea;
    pads sec.context_key;
BEGIN
    IF coalesce(meta, '') = '' OR split_part(meta, ';', 1)::int <> pg_backend_pid()
       OR split_part(meta, ';', 2)::bigint < extract(epoch FROM clock_timestamp()) THEN
        RETURN false;
    END IF;
    SELECT * INTO pads FROM sec.context_key;
    message := convert_to(current_setting('samaan.principals', true) || '|' || meta, 'UTF8');
    RETURN current_setting('samaan.mac', true)
        = encode(sha256(pads.outer_pad || sha256(pads.inner_pad || message)), 'hex');
END $$;

-- What the worker says it reads for; empty when the context is not genuine.
CREATE FUNCTION sec.purpose() RETURNS text LANGUAGE sql STABLE AS
$$ SELECT CASE WHEN sec.context_is_genuine() THEN split_part(current_setting('samaan.meta', true), ';', 3) ELSE '' END $$;

CREATE FUNCTION sec.live(g access_grant) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT g.revoked_at IS NULL AND (g.starts_at IS NULL OR g.starts_at <= now()) AND (g.ends_at IS NULL OR g.ends_at > now()) $$;

-- Who may see this compartment of this record: its own grants, and those of records it inherits from.
CREATE FUNCTION sec.acl_of(record uuid, compartment text) RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    SELECT coalesce(array_agg(DISTINCT principal), '{}') FROM (
        SELECT g.principal FROM access_grant g
         WHERE g.record_id = record AND sec.live(g) AND (compartment = '*' OR compartment = ANY (g.compartments))
        UNION ALL
        SELECT g.principal FROM access_inheritance i JOIN access_grant g ON g.record_id = i.source_id
         WHERE i.target_id = record AND sec.live(g) AND i.compartment = ANY (g.compartments)
    ) granted
$$;

-- Who is kept out, whatever their grants: 1 << 56 is the kind "user" of samaan.access.principals.
CREATE FUNCTION sec.barred_from(record uuid) RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    SELECT coalesce(array_agg(DISTINCT (1::bigint << 56) | x.user_id), '{}') FROM access_exclusion x
     WHERE x.lifted_at IS NULL AND (x.record_id = record
        OR x.record_id IN (SELECT source_id FROM access_inheritance WHERE target_id = record))
$$;

-- A record that this very transaction began may be filled by whoever began it.
CREATE FUNCTION sec.begun_now(record uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (SELECT FROM access_record WHERE id = record AND begun_in = pg_current_xact_id())
$$;

CREATE FUNCTION sec.fill_acl() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
    record uuid := to_jsonb(NEW) ->> TG_ARGV[0];
    compartment text := coalesce(to_jsonb(NEW) ->> TG_ARGV[2], TG_ARGV[1]);
BEGIN
    NEW.acl := sec.acl_of(record, compartment);
    NEW.barred := sec.barred_from(record);
    RETURN NEW;
END $$;

CREATE FUNCTION sec.keep_acl() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user <> 'samaan_guard' THEN
        RAISE EXCEPTION 'acl and barred follow the grants; change those' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

-- After grants change: every row of the record, in every protected table, then what inherits from it.
CREATE FUNCTION sec.refresh(record uuid, follow boolean DEFAULT true) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
    t sec.protected_table;
    target uuid;
    part text;
BEGIN
    FOR t IN SELECT * FROM sec.protected_table LOOP
        part := coalesce(quote_ident(t.compartment_column), quote_literal(t.compartment));
        EXECUTE format(
            'UPDATE %1$I SET acl = sec.acl_of($1, %3$s), barred = sec.barred_from($1)
              WHERE %2$I = $1 AND (acl, barred) IS DISTINCT FROM (sec.acl_of($1, %3$s), sec.barred_from($1))',
            t.name, t.record_column, part) USING record;
    END LOOP;
    IF follow THEN
        FOR target IN SELECT DISTINCT target_id FROM access_inheritance WHERE source_id = record LOOP
            PERFORM sec.refresh(target, false);
        END LOOP;
    END IF;
END $$;

CREATE FUNCTION sec.grants_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE record uuid;
BEGIN
    FOR record IN SELECT DISTINCT record_id FROM changed LOOP
        PERFORM sec.refresh(record);
    END LOOP;
    RETURN NULL;
END $$;

CREATE FUNCTION sec.inheritance_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE target uuid;
BEGIN
    FOR target IN SELECT DISTINCT target_id FROM changed LOOP
        PERFORM sec.refresh(target, false);
    END LOOP;
    RETURN NULL;
END $$;

-- Grants end by the clock: the worker asks this once a minute. Returns how many ended.
CREATE FUNCTION sec.end_due_grants() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE ended integer;
BEGIN
    UPDATE access_grant SET revoked_at = ends_at WHERE revoked_at IS NULL AND ends_at <= now();
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END $$;

GRANT SELECT ON access_record, access_grant, access_inheritance, access_exclusion TO samaan_guard;
GRANT UPDATE ON access_grant TO samaan_guard;

CREATE TRIGGER grants_added AFTER INSERT ON access_grant REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.grants_changed();
CREATE TRIGGER grants_edited AFTER UPDATE ON access_grant REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.grants_changed();
CREATE TRIGGER exclusions_added AFTER INSERT ON access_exclusion REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.grants_changed();
CREATE TRIGGER exclusions_edited AFTER UPDATE ON access_exclusion REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.grants_changed();
CREATE TRIGGER inheritance_added AFTER INSERT ON access_inheritance REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.inheritance_changed();

-- The event stream: the database's own clock and transaction, a leaf hash, no change, a wake-up for listeners.
CREATE FUNCTION sec.event_leaf(e audit_event) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256('\x00'::bytea || convert_to(jsonb_build_array(
        e.id, (extract(epoch FROM e.recorded_at) * 1000000)::bigint, e.kind, e.actor_id, e.purpose,
        e.record_kind, e.record_id, e.data)::text, 'UTF8'))
$$;

CREATE FUNCTION sec.stamp_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.recorded_at := clock_timestamp();
    NEW.xid := pg_current_xact_id()::text::bigint;
    NEW.leaf := sec.event_leaf(NEW);
    RETURN NEW;
END $$;
CREATE TRIGGER stamp_event BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION sec.stamp_event();

-- `horizon`: every transaction below it has ended, so whoever resumes from it misses nothing.
CREATE FUNCTION sec.announce_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.kind NOT IN ('record.opened', 'file.opened') AND cardinality(NEW.acl) > 0 THEN
        PERFORM pg_notify('samaan', json_build_object(
            'horizon', pg_snapshot_xmin(pg_current_snapshot())::text, 'record', NEW.record_id,
            'kind', NEW.record_kind, 'acl', NEW.acl[1:250], 'barred', NEW.barred)::text);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER announce_event AFTER INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION sec.announce_event();
REVOKE UPDATE, DELETE, TRUNCATE ON audit_event FROM samaan_app, samaan_job;
GRANT SELECT ON audit_event TO samaan_auditor, samaan_sealer;
GRANT UPDATE (batch, batch_index) ON audit_event TO samaan_sealer;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA sec TO samaan_app, samaan_job, samaan_guard, samaan_sealer, samaan_auditor;
REVOKE EXECUTE ON FUNCTION sec.refresh(uuid, boolean), sec.acl_of(uuid, text), sec.barred_from(uuid)
    FROM samaan_app, samaan_job;

-- Last, so that what the owner still had to do above was the owner's to do.
GRANT CREATE ON SCHEMA sec TO samaan_guard;
ALTER FUNCTION sec.context_is_genuine() OWNER TO samaan_guard;
ALTER FUNCTION sec.acl_of(uuid, text) OWNER TO samaan_guard;
ALTER FUNCTION sec.barred_from(uuid) OWNER TO samaan_guard;
ALTER FUNCTION sec.begun_now(uuid) OWNER TO samaan_guard;
ALTER FUNCTION sec.fill_acl() OWNER TO samaan_guard;
ALTER FUNCTION sec.refresh(uuid, boolean) OWNER TO samaan_guard;
ALTER FUNCTION sec.grants_changed() OWNER TO samaan_guard;
ALTER FUNCTION sec.inheritance_changed() OWNER TO samaan_guard;
ALTER FUNCTION sec.end_due_grants() OWNER TO samaan_guard;
REVOKE CREATE ON SCHEMA sec FROM samaan_guard;
