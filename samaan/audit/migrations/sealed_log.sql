-- Who reads and writes the sealed log. Neither web nor worker writes a leaf or a checkpoint, the sealer reads no
-- event's content, and nobody changes or removes what is sealed.
REVOKE ALL ON audit_checkpoint, audit_leaf, audit_tile, audit_sealingstate, audit_verification
    FROM samaan_app, samaan_job;
GRANT SELECT ON audit_checkpoint, audit_leaf, audit_tile, audit_sealingstate, audit_verification
    TO samaan_app, samaan_job, samaan_sealer, samaan_auditor;
GRANT INSERT ON audit_checkpoint, audit_leaf, audit_tile TO samaan_sealer;
GRANT INSERT, UPDATE ON audit_sealingstate TO samaan_sealer;
GRANT INSERT ON audit_verification TO samaan_job, samaan_auditor;
GRANT SELECT ON audit_checkpoint, audit_leaf, accounts_user, accounts_role TO samaan_guard;

DROP POLICY sealer ON audit_event;
REVOKE ALL ON audit_event FROM samaan_sealer;
GRANT SELECT (id, xid, leaf) ON audit_event TO samaan_sealer;

-- Whether the person this transaction acts as has a role that reads the log (audit.view); 1 << 56 is the kind
-- "user" of samaan.access.principals.
CREATE FUNCTION sec.may_audit() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    SELECT sec.context_is_genuine() AND EXISTS (
        SELECT FROM accounts_user u JOIN accounts_role r ON r.code = u.role_id
         WHERE u.is_active AND 'audit.view' = ANY (r.permissions)
           AND u.id IN (SELECT p & ((1::bigint << 56) - 1) FROM unnest(sec.principals()) p WHERE p >> 56 = 1))
$$;

-- The newest events below a number, for whoever may audit. Only the pages' role needs it: row security shows it
-- the events of records it may see, and auditing is not that.
CREATE FUNCTION sec.audited_events(below bigint, most integer) RETURNS SETOF audit_event LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT * FROM audit_event WHERE id < below AND (SELECT sec.may_audit()) ORDER BY id DESC LIMIT most
$$;

-- How many events are not sealed yet, and since when the oldest of them waits.
CREATE FUNCTION sec.waiting_events(OUT events bigint, OUT since timestamptz) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT count(*), min(e.recorded_at) FROM audit_event e
     WHERE (SELECT sec.may_audit())
       AND e.xid >= coalesce((SELECT horizon FROM audit_checkpoint ORDER BY number DESC LIMIT 1), 0)
       AND NOT EXISTS (SELECT FROM audit_leaf l WHERE l.event_id = e.id)
$$;

GRANT EXECUTE ON FUNCTION sec.may_audit() TO samaan_app, samaan_guard;
GRANT EXECUTE ON FUNCTION sec.audited_events(bigint, integer), sec.waiting_events() TO samaan_app;
GRANT CREATE ON SCHEMA sec TO samaan_guard;
ALTER FUNCTION sec.may_audit() OWNER TO samaan_guard;
ALTER FUNCTION sec.audited_events(bigint, integer) OWNER TO samaan_guard;
ALTER FUNCTION sec.waiting_events() OWNER TO samaan_guard;
REVOKE CREATE ON SCHEMA sec FROM samaan_guard;
