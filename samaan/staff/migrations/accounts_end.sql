-- Ending an account, counting what it holds, and standing in: the database does it, because whoever administers
-- accounts sees none of the records it is about.
GRANT CREATE ON SCHEMA sec TO samaan_guard;
GRANT SELECT ON accounts_user, accounts_role, accounts_organisation TO samaan_guard;
GRANT INSERT ON access_grant TO samaan_guard;

-- Whether this transaction acts as somebody who looks after this account: an administrator of the unit, somebody who
-- approves organisations, an administrator of the account's own organisation; or as the machine's holder or worker.
CREATE FUNCTION sec.looks_after(who bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    SELECT sec.purpose() <> '' OR sec.context_is_genuine() AND EXISTS (
        SELECT FROM accounts_user a JOIN accounts_role r ON r.code = a.role_id JOIN accounts_user u ON u.id = who
         WHERE a.is_active AND a.id IN (SELECT p & ((1::bigint << 56) - 1) FROM unnest(sec.principals()) p WHERE p >> 56 = 1)
           AND (r.permissions && ARRAY['administer.users', 'organisation.approve']::varchar[]
                OR 'administer.organisation' = ANY (r.permissions) AND a.organisation_id = u.organisation_id))
$$;

-- Close what somebody held by name, and keep it for whoever gets it: 1 << 56 is a user, 9 << 56 what one has left
-- (samaan.access.principals). Returns on how many records.
CREATE FUNCTION sec.end_grants_of(who bigint) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE records bigint;
BEGIN
    IF NOT sec.looks_after(who) THEN
        RAISE EXCEPTION 'not the one who ends this account' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO access_grant (id, record_id, principal, compartments, purpose, basis, granted_at)
    SELECT gen_random_uuid(), g.record_id, (9::bigint << 56) | who, g.compartments, g.purpose, 'handover', now()
      FROM access_grant g
     WHERE g.principal = (1::bigint << 56) | who AND sec.live(g) AND g.basis IN ('assignment', 'team', 'author');
    SELECT count(DISTINCT g.record_id) INTO records FROM access_grant g
     WHERE g.principal = (9::bigint << 56) | who AND sec.live(g);
    UPDATE access_grant SET revoked_at = now() WHERE principal = (1::bigint << 56) | who AND revoked_at IS NULL;
    RETURN records;
END $$;

-- How many records accounts hold by name, by kind: numbers for whoever reviews them, never which.
CREATE FUNCTION sec.held_by(people bigint[]) RETURNS TABLE (who bigint, kind text, records bigint) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT p, r.kind::text, count(DISTINCT r.id)
      FROM unnest(people) p
      JOIN access_grant g ON g.principal = (1::bigint << 56) | p AND sec.live(g) AND g.basis <> 'oversight'
      JOIN access_record r ON r.id = g.record_id
     WHERE sec.looks_after(p)
     GROUP BY p, r.kind
$$;

-- ---- standing in for somebody
-- What a delegate is given for one grant of the delegator: what their own role must never see is left out. What the
-- delegator holds for a third person, in an emergency or as an office is theirs alone and does not pass.
CREATE FUNCTION sec.pass_on(grants access_grant[]) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    INSERT INTO access_grant (id, record_id, principal, compartments, purpose, basis, granted_at, starts_at, ends_at,
                              granted_by_id, on_behalf_of_id, follows)
    SELECT gen_random_uuid(), g.record_id, (1::bigint << 56) | d.delegate_id, kept.parts, g.purpose, 'delegation', now(),
           g.starts_at, least(d.ends_at, g.ends_at), d.made_by_id, d.delegator_id, g.id
      FROM unnest(grants) g
      JOIN staff_delegation d ON g.principal = (1::bigint << 56) | d.delegator_id
      JOIN access_record r ON r.id = g.record_id
      CROSS JOIN LATERAL (
          SELECT coalesce(array_agg(part), '{}') AS parts FROM unnest(g.compartments) part
           WHERE NOT coalesce(d.withheld -> r.kind, '[]'::jsonb) ? part) kept
     WHERE d.status = 'running' AND d.ends_at > now() AND sec.live(g)
       AND g.basis IN ('assignment', 'team', 'author') AND cardinality(kept.parts) > 0
       AND NOT EXISTS (SELECT FROM access_grant f WHERE f.follows = g.id AND f.revoked_at IS NULL
                        AND f.principal = (1::bigint << 56) | d.delegate_id)
$$;

CREATE FUNCTION sec.take_on(delegation uuid) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    SELECT sec.pass_on((SELECT array_agg(g) FROM access_grant g JOIN staff_delegation d ON d.id = delegation
                         WHERE g.principal = (1::bigint << 56) | d.delegator_id AND g.revoked_at IS NULL))
     WHERE sec.context_is_genuine()
$$;

-- What a delegator is given while they are away, their delegate is given too.
CREATE FUNCTION sec.delegates_follow() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
    IF EXISTS (SELECT FROM staff_delegation d JOIN changed g ON g.principal = (1::bigint << 56) | d.delegator_id
                WHERE d.status = 'running' AND g.basis IN ('assignment', 'team', 'author')) THEN
        PERFORM sec.pass_on((SELECT array_agg(a) FROM access_grant a WHERE a.id IN (SELECT id FROM changed)));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER delegates_follow AFTER INSERT ON access_grant REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.delegates_follow();

-- What a delegator loses, the delegate loses in the same moment.
CREATE FUNCTION sec.delegates_lose() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
    IF EXISTS (SELECT FROM access_grant f JOIN changed g ON f.follows = g.id
                WHERE f.revoked_at IS NULL AND g.revoked_at IS NOT NULL) THEN
        UPDATE access_grant f SET revoked_at = now() FROM changed g
         WHERE f.follows = g.id AND f.revoked_at IS NULL AND g.revoked_at IS NOT NULL;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER delegates_lose AFTER UPDATE ON access_grant REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.delegates_lose();

CREATE FUNCTION sec.delegation_ends() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
    IF NEW.status = 'ended' AND OLD.status = 'running' THEN
        UPDATE access_grant SET revoked_at = now()
         WHERE basis = 'delegation' AND principal = (1::bigint << 56) | NEW.delegate_id
           AND on_behalf_of_id = NEW.delegator_id AND revoked_at IS NULL;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER delegation_ends AFTER UPDATE ON staff_delegation
    FOR EACH ROW EXECUTE FUNCTION sec.delegation_ends();

REVOKE EXECUTE ON FUNCTION sec.pass_on(access_grant[]), sec.delegates_follow(), sec.delegates_lose(),
    sec.delegation_ends(), sec.looks_after(bigint), sec.end_grants_of(bigint), sec.held_by(bigint[]), sec.take_on(uuid)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.end_grants_of(bigint), sec.held_by(bigint[]), sec.take_on(uuid), sec.looks_after(bigint)
    TO samaan_app, samaan_job, samaan_guard;
GRANT EXECUTE ON FUNCTION sec.pass_on(access_grant[]) TO samaan_guard;

ALTER FUNCTION sec.looks_after(bigint) OWNER TO samaan_guard;
ALTER FUNCTION sec.end_grants_of(bigint) OWNER TO samaan_guard;
ALTER FUNCTION sec.held_by(bigint[]) OWNER TO samaan_guard;
ALTER FUNCTION sec.pass_on(access_grant[]) OWNER TO samaan_guard;
ALTER FUNCTION sec.take_on(uuid) OWNER TO samaan_guard;
ALTER FUNCTION sec.delegates_follow() OWNER TO samaan_guard;
ALTER FUNCTION sec.delegates_lose() OWNER TO samaan_guard;
ALTER FUNCTION sec.delegation_ends() OWNER TO samaan_guard;
REVOKE CREATE ON SCHEMA sec FROM samaan_guard;
