-- Walls that no grant opens: what a role must never be given, who is kept out of a whole matter, and where access
-- may pass from one file to another. docs/adr/0014 says why they stand in the database.
-- The guard makes functions in this schema while this file is read, and at no other time.
GRANT CREATE ON SCHEMA sec TO samaan_guard;
GRANT SELECT ON access_seatrule, accounts_user, accounts_role TO samaan_guard;
ALTER TABLE access_seatrule ENABLE ROW LEVEL SECURITY;
ALTER TABLE access_seatrule FORCE ROW LEVEL SECURITY;
CREATE POLICY known ON access_seatrule FOR SELECT USING (true);
-- Only the loading of a pack writes them, under a context that a page cannot sign.
CREATE POLICY kept ON access_seatrule TO samaan_app, samaan_job USING ((SELECT sec.purpose()) = 'administration');

-- ---- never: a role is not let in, whatever grant names its holder
-- The number a role has in a seat's principal (samaan.access.principals): CRC-32 of its code.
CREATE FUNCTION sec.seat_number(role text) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE crc bigint := 4294967295;
BEGIN
    FOR at IN 0 .. octet_length(role) - 1 LOOP
        crc := crc # get_byte(convert_to(role, 'UTF8'), at);
        FOR bit IN 1 .. 8 LOOP
            crc := (crc >> 1) # (CASE WHEN crc & 1 = 1 THEN 3988292384 ELSE 0 END);
        END LOOP;
    END LOOP;
    RETURN crc # 4294967295;
END $$;

-- Whether a role may be given any of these parts of a record of this kind.
CREATE FUNCTION sec.may_hold(role text, kind text, parts text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM unnest(parts) part WHERE NOT EXISTS (
        SELECT FROM access_seatrule n WHERE n.rule = 'never' AND n.role = may_hold.role AND n.record_kind = kind
           AND n.compartment = part))
$$;

-- Of a grant to a unit or an organisation: each of its seats that may be given one of these parts, so that the role
-- decides whoever comes and goes. 2 is a unit, 3 an organisation, 4 a seat in one, 7 a seat in a unit.
CREATE FUNCTION sec.seats_of(principal bigint, kind text, parts text[]) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT (CASE principal >> 56 WHEN 2 THEN 7::bigint ELSE 4::bigint END << 56)
         | ((principal & ((1::bigint << 56) - 1)) << 32) | sec.seat_number(r.code)
      FROM accounts_role r WHERE sec.may_hold(r.code, kind, parts)
$$;

SET LOCAL ROLE samaan_guard;
CREATE OR REPLACE FUNCTION sec.acl_of(record uuid, compartment text) RETURNS bigint[] LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN coalesce((
        -- Who is granted what; then, unless all of it is shut to their role, who they are: 1 is a user.
        WITH granted AS (
            SELECT g.principal, r.kind,
                   CASE acl_of.compartment WHEN '*' THEN g.compartments::text[] ELSE ARRAY[acl_of.compartment] END AS parts
              FROM access_grant g JOIN access_record r ON r.id = g.record_id
             WHERE g.record_id = record AND sec.live(g)
               AND (acl_of.compartment = '*' OR acl_of.compartment = ANY (g.compartments))
            UNION ALL
            SELECT g.principal, r.kind, ARRAY[i.compartment::text]
              FROM access_inheritance i JOIN access_grant g ON g.record_id = i.source_id
              JOIN access_record r ON r.id = i.source_id
             WHERE i.target_id = record AND sec.live(g) AND i.compartment = ANY (g.compartments)
        )
        SELECT array_agg(DISTINCT allowed) FROM (
            SELECT principal AS allowed FROM granted
             WHERE principal >> 56 = 1 AND NOT parts <@ ARRAY(
                SELECT n.compartment::text FROM access_seatrule n
                 WHERE n.rule = 'never' AND n.record_kind = kind
                   AND n.role = (SELECT role_id FROM accounts_user WHERE id = principal & ((1::bigint << 56) - 1)))
            UNION ALL
            SELECT principal FROM granted
             WHERE principal >> 56 = 4 AND NOT parts <@ ARRAY(
                SELECT n.compartment::text FROM access_seatrule n
                 WHERE n.rule = 'never' AND n.record_kind = kind AND n.seat = principal & 4294967295)
            UNION ALL
            SELECT seat FROM granted CROSS JOIN LATERAL sec.seats_of(principal, kind, parts) seat
             WHERE principal >> 56 IN (2, 3)
            UNION ALL
            SELECT principal FROM granted WHERE principal >> 56 NOT IN (1, 2, 3, 4)
        ) allowed_in
    ), '{}');
END $$;
RESET ROLE;

-- ---- conflicts of interest: who is kept out of a record is kept out of all that follows from it
SET LOCAL ROLE samaan_guard;
CREATE OR REPLACE FUNCTION sec.barred_from(record uuid) RETURNS bigint[] LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN coalesce((
        WITH RECURSIVE above(id) AS (
            SELECT record UNION SELECT i.source_id FROM above a JOIN access_inheritance i ON i.target_id = a.id
        )
        SELECT array_agg(DISTINCT (1::bigint << 56) | x.user_id)
          FROM above a JOIN access_exclusion x ON x.record_id = a.id WHERE x.lifted_at IS NULL
    ), '{}');
END $$;
RESET ROLE;

-- The same for the application, so that rules, lists of colleagues and the worker know what the policies know.
CREATE FUNCTION sec.kept_out(record uuid) RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    SELECT CASE WHEN sec.context_is_genuine() THEN sec.barred_from(record) ELSE '{}' END
$$;

-- Whether somebody who acts as these principals sees the summary of a record: whom one may disclose something to.
CREATE FUNCTION sec.is_seen_by(record uuid, acting_as bigint[]) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    SELECT sec.context_is_genuine() AND sec.acl_of(record, 'summary') && acting_as
       AND NOT sec.barred_from(record) && acting_as
$$;

CREATE FUNCTION sec.refresh_below(record uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE target uuid;
BEGIN
    FOR target IN
        WITH RECURSIVE below(id) AS (
            SELECT record UNION SELECT i.target_id FROM below b JOIN access_inheritance i ON i.source_id = b.id
        ) SELECT id FROM below
    LOOP
        PERFORM sec.refresh(target, false);
    END LOOP;
END $$;

CREATE FUNCTION sec.exclusions_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE record uuid;
BEGIN
    FOR record IN SELECT DISTINCT record_id FROM changed LOOP
        PERFORM sec.refresh_below(record);
    END LOOP;
    RETURN NULL;
END $$;
DROP TRIGGER exclusions_added ON access_exclusion;
DROP TRIGGER exclusions_edited ON access_exclusion;
CREATE TRIGGER exclusions_added AFTER INSERT ON access_exclusion REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.exclusions_changed();
CREATE TRIGGER exclusions_edited AFTER UPDATE ON access_exclusion REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.exclusions_changed();

-- ---- access passes only along these ways. “wall” is no compartment that anybody holds: it opens nothing, and passes
-- on who is kept out.
CREATE TABLE sec.way (source text NOT NULL, compartment text NOT NULL, target text NOT NULL,
                      PRIMARY KEY (source, compartment, target));
REVOKE ALL ON sec.way FROM PUBLIC, samaan_app, samaan_job, samaan_sealer, samaan_auditor;
GRANT SELECT ON sec.way TO samaan_guard;
INSERT INTO sec.way VALUES
    ('report', 'persons', 'person'), ('case', 'identity', 'person'), ('case', 'care', 'referral'),
    ('investigation', 'suspects', 'person'),
    ('report', 'wall', 'case'), ('case', 'wall', 'report'), ('report', 'wall', 'report'),
    ('investigation', 'wall', 'case'), ('case', 'wall', 'investigation'),
    ('investigation', 'wall', 'report'), ('report', 'wall', 'investigation'),
    -- Nobody sees a question about a person because they see the person's file.
    ('report', 'wall', 'question'), ('case', 'wall', 'question'),
    -- That something was disclosed stands on both files; what was, is a record of its own.
    ('report', 'summary', 'disclosure'), ('case', 'summary', 'disclosure'), ('investigation', 'summary', 'disclosure'),
    ('disclosure', 'wall', 'disclosed');

CREATE FUNCTION sec.keep_to_the_ways() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
    leads_from text := (SELECT kind FROM access_record WHERE id = NEW.source_id);
    leads_to text := (SELECT kind FROM access_record WHERE id = NEW.target_id);
BEGIN
    IF NOT EXISTS (SELECT FROM sec.way
                    WHERE source = leads_from AND compartment = NEW.compartment AND target = leads_to) THEN
        RAISE EXCEPTION 'no access passes from “%” of a % to a %', NEW.compartment, leads_from, leads_to
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_to_the_ways BEFORE INSERT OR UPDATE OF source_id, compartment, target_id ON access_inheritance
    FOR EACH ROW EXECUTE FUNCTION sec.keep_to_the_ways();

-- A record is what it began as: else a case could be called an investigation, or the other way round.
CREATE FUNCTION sec.keep_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a record stays what it began as' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER keep_kind BEFORE UPDATE OF id, kind ON access_record FOR EACH ROW EXECUTE FUNCTION sec.keep_kind();

SET LOCAL ROLE samaan_guard;
CREATE OR REPLACE FUNCTION sec.inheritance_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE target uuid;
BEGIN
    FOR target IN SELECT DISTINCT target_id FROM changed LOOP
        -- A wall passes on nothing but who is kept out; most often nobody is.
        IF sec.barred_from(target) <> '{}' THEN
            PERFORM sec.refresh_below(target);
        ELSIF EXISTS (SELECT FROM changed WHERE target_id = target AND compartment <> 'wall') THEN
            PERFORM sec.refresh(target, false);
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
RESET ROLE;

-- A change of grants is followed along every way but a wall.
CREATE OR REPLACE FUNCTION sec.refresh_source() RETURNS text LANGUAGE sql STABLE AS $source$
    SELECT $body$
DECLARE
    kept_out bigint[] := sec.barred_from(refresh.record);
    allowed bigint[];
    target uuid;
BEGIN
$body$ || coalesce(string_agg(part, '' ORDER BY compartment), '') || $body$
    IF follow THEN
        FOR target IN SELECT DISTINCT target_id FROM access_inheritance WHERE source_id = refresh.record AND compartment <> 'wall' LOOP
            PERFORM sec.refresh(target, false);
        END LOOP;
    END IF;
END $body$
    FROM (
        SELECT compartment, format(E'    allowed := sec.acl_of(refresh.record, %L);\n', compartment) || string_agg(format(
            E'    UPDATE %1$I SET acl = allowed, barred = kept_out\n'
            '     WHERE %2$I = refresh.record AND (acl, barred) IS DISTINCT FROM (allowed, kept_out);\n',
            name, record_column), '' ORDER BY name) AS part
          FROM sec.protected_table WHERE compartment_column IS NULL GROUP BY compartment
        UNION ALL
        SELECT NULL, format(
            E'    UPDATE %1$I SET acl = sec.acl_of(refresh.record, %3$I), barred = kept_out\n'
            '     WHERE %2$I = refresh.record\n'
            '       AND (acl, barred) IS DISTINCT FROM (sec.acl_of(refresh.record, %3$I), kept_out);\n',
            name, record_column, compartment_column)
          FROM sec.protected_table WHERE compartment_column IS NOT NULL
    ) parts
$source$;
UPDATE sec.protected_table SET name = name;
-- The function above writes sec.refresh anew, and takes this right away when it is done.
GRANT CREATE ON SCHEMA sec TO samaan_guard;

-- ---- when a role's walls move, or somebody changes roles, access follows at once
CREATE FUNCTION sec.seat_rules_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE record uuid;
BEGIN
    FOR record IN
        SELECT DISTINCT g.record_id FROM changed c JOIN access_record r ON r.kind = c.record_kind
          JOIN access_grant g ON g.record_id = r.id AND c.compartment = ANY (g.compartments)
          LEFT JOIN accounts_user u ON g.principal = (1::bigint << 56 | u.id)
         WHERE c.rule = 'never' AND g.revoked_at IS NULL AND CASE g.principal >> 56
               WHEN 1 THEN u.role_id = c.role WHEN 4 THEN g.principal & 4294967295 = c.seat ELSE true END
    LOOP
        PERFORM sec.refresh(record);
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER rules_added AFTER INSERT ON access_seatrule REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.seat_rules_changed();
CREATE TRIGGER rules_removed AFTER DELETE ON access_seatrule REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.seat_rules_changed();

CREATE FUNCTION sec.role_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE record uuid;
BEGIN
    IF NEW.role_id IS DISTINCT FROM OLD.role_id THEN
        FOR record IN SELECT DISTINCT record_id FROM access_grant
                       WHERE principal = (1::bigint << 56 | NEW.id) AND revoked_at IS NULL LOOP
            PERFORM sec.refresh(record);
        END LOOP;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER role_changed AFTER UPDATE OF role_id ON accounts_user
    FOR EACH ROW EXECUTE FUNCTION sec.role_changed();

-- ---- grants end by the clock: each context asks this when it begins, the worker once a minute
SET LOCAL ROLE samaan_guard;
CREATE OR REPLACE FUNCTION sec.end_due_grants() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE ended integer := 0;
BEGIN
    IF EXISTS (SELECT FROM access_grant WHERE revoked_at IS NULL AND ends_at <= now()) THEN
        UPDATE access_grant SET revoked_at = ends_at WHERE revoked_at IS NULL AND ends_at <= now();
        GET DIAGNOSTICS ended = ROW_COUNT;
    END IF;
    RETURN ended;
END $$;
RESET ROLE;

-- ---- opening a file in an emergency: the database finds it and decides, so that nobody learns what exists
CREATE TABLE sec.emergency_table (kind text PRIMARY KEY, name text NOT NULL);
REVOKE ALL ON sec.emergency_table FROM PUBLIC, samaan_app, samaan_job, samaan_sealer, samaan_auditor;
GRANT SELECT ON sec.emergency_table TO samaan_guard;
GRANT INSERT ON access_grant TO samaan_guard;

-- Opens a record of the asker's own organisation to them, as far as the pack lets their role; null when there is no
-- such record, when it is not for them, or when a conflict of interest keeps them out: nobody can tell which.
CREATE FUNCTION sec.open_in_emergency(asked_kind text, asked_reference text, minutes integer)
RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    asker accounts_user;
    me bigint;
    table_name text := (SELECT name FROM sec.emergency_table WHERE kind = asked_kind);
    record uuid;
    parts text[];
BEGIN
    SELECT u.* INTO asker FROM accounts_user u JOIN unnest(sec.principals()) p ON p >> 56 = 1
       AND u.id = p & ((1::bigint << 56) - 1) WHERE u.is_active AND sec.context_is_genuine();
    IF asker.id IS NULL OR table_name IS NULL OR minutes NOT BETWEEN 1 AND 480 THEN
        RETURN NULL;
    END IF;
    me := 1::bigint << 56 | asker.id;
    SELECT array_agg(e.compartment) INTO parts FROM access_seatrule e
     WHERE e.rule = 'emergency' AND e.role = asker.role_id AND e.record_kind = asked_kind
       AND sec.may_hold(asker.role_id, asked_kind, ARRAY[e.compartment::text]);
    EXECUTE format('SELECT id FROM %I WHERE reference = $1 AND organisation_id = $2', table_name)
       INTO record USING asked_reference, asker.organisation_id;
    IF record IS NULL OR parts IS NULL OR me = ANY (sec.barred_from(record)) THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(record::text, asker.id));
    IF NOT EXISTS (SELECT FROM access_grant g WHERE g.record_id = record AND g.principal = me
                      AND g.basis = 'break_glass' AND sec.live(g)) THEN
        INSERT INTO access_grant (id, record_id, principal, compartments, purpose, basis, granted_at, ends_at, granted_by_id)
        VALUES (gen_random_uuid(), record, me, parts, 'emergency', 'break_glass', now(),
                now() + make_interval(mins => minutes), asker.id);
    END IF;
    RETURN record;
END $$;

-- Nobody else makes such a grant: what is called an emergency went through the rules above.
CREATE FUNCTION sec.keep_emergencies() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.basis = 'break_glass' AND current_user <> 'samaan_guard' THEN
        RAISE EXCEPTION 'only sec.open_in_emergency opens a record in an emergency' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_emergencies BEFORE INSERT ON access_grant FOR EACH ROW EXECUTE FUNCTION sec.keep_emergencies();

-- One that exists only ends: it is not prolonged, handed on, widened, or made of another.
CREATE FUNCTION sec.keep_emergency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF 'break_glass' IN (NEW.basis, OLD.basis) AND (
        (NEW.record_id, NEW.principal, NEW.compartments, NEW.basis, NEW.granted_at, NEW.ends_at)
        IS DISTINCT FROM (OLD.record_id, OLD.principal, OLD.compartments, OLD.basis, OLD.granted_at, OLD.ends_at)
        OR OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at) THEN
        RAISE EXCEPTION 'access in an emergency ends; it does not grow' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_emergency BEFORE UPDATE ON access_grant FOR EACH ROW EXECUTE FUNCTION sec.keep_emergency();

-- ---- who opened a record, for whoever audits
CREATE FUNCTION sec.audited_openings(asked_reference text, kinds text[], most integer) RETURNS SETOF audit_event
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    t sec.emergency_table;
    record uuid;
BEGIN
    IF NOT sec.may_audit() THEN
        RETURN;
    END IF;
    FOR t IN SELECT * FROM sec.emergency_table LOOP
        EXECUTE format('SELECT id FROM %I WHERE reference = $1', t.name) INTO record USING asked_reference;
        EXIT WHEN record IS NOT NULL;
    END LOOP;
    RETURN QUERY SELECT * FROM audit_event e WHERE e.record_id = record AND e.kind = ANY (kinds) ORDER BY e.id DESC LIMIT most;
END $$;

-- ---- whose each function is; acl_of, barred_from, inheritance_changed and end_due_grants are the guard's already
ALTER FUNCTION sec.kept_out(uuid) OWNER TO samaan_guard;
ALTER FUNCTION sec.is_seen_by(uuid, bigint[]) OWNER TO samaan_guard;
ALTER FUNCTION sec.refresh_below(uuid) OWNER TO samaan_guard;
ALTER FUNCTION sec.exclusions_changed() OWNER TO samaan_guard;
ALTER FUNCTION sec.keep_to_the_ways() OWNER TO samaan_guard;
ALTER FUNCTION sec.seat_rules_changed() OWNER TO samaan_guard;
ALTER FUNCTION sec.role_changed() OWNER TO samaan_guard;
ALTER FUNCTION sec.open_in_emergency(text, text, integer) OWNER TO samaan_guard;
ALTER FUNCTION sec.audited_openings(text, text[], integer) OWNER TO samaan_guard;
REVOKE CREATE ON SCHEMA sec FROM samaan_guard;

-- What only a policy or a trigger asks is nobody's to call.
SET LOCAL ROLE samaan_guard;
REVOKE EXECUTE ON FUNCTION sec.acl_of(uuid, text), sec.barred_from(uuid), sec.refresh_below(uuid) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION sec.open_in_emergency(text, text, integer), sec.audited_openings(text, text[], integer)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.open_in_emergency(text, text, integer), sec.audited_openings(text, text[], integer)
    TO samaan_app;
RESET ROLE;
