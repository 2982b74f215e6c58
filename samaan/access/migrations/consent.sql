-- The consent ledger is added to, never changed; the worker alone notes that an end was announced, and has come.
REVOKE UPDATE, DELETE, TRUNCATE ON access_consententry FROM samaan_app, samaan_job;
GRANT UPDATE (warned_at, expired_at) ON access_consententry TO samaan_job;
REVOKE DELETE, TRUNCATE ON access_consentuse FROM samaan_app, samaan_job;
CREATE INDEX access_grant_resting ON access_grant (consent_use_id) WHERE consent_use_id IS NOT NULL AND revoked_at IS NULL;

-- An entry changes, and a use rests on, an entry of the same case; a use that has ended stays so.
CREATE FUNCTION sec.keep_ledger() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
    other uuid := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
BEGIN
    IF other IS NOT NULL AND NOT EXISTS (SELECT FROM access_consententry WHERE id = other AND case_id = NEW.case_id) THEN
        RAISE EXCEPTION 'this consent was given in another case' USING ERRCODE = 'foreign_key_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND (to_jsonb(OLD) ->> 'ended_at') IS NOT NULL AND (to_jsonb(NEW) ->> 'ended_at') IS NULL THEN
        RAISE EXCEPTION 'what rested on consent and has ended does not begin again' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_ledger BEFORE INSERT ON access_consententry FOR EACH ROW EXECUTE FUNCTION sec.keep_ledger('changes_id');
CREATE TRIGGER keep_ledger BEFORE INSERT OR UPDATE OF entry_id, case_id, ended_at ON access_consentuse
    FOR EACH ROW EXECUTE FUNCTION sec.keep_ledger('entry_id');

-- Grants follow the consent they rest on, also those on records that whoever withdraws it cannot see.
CREATE FUNCTION sec.follow_consent() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
    IF NEW.ended_at IS NOT NULL THEN
        UPDATE access_grant SET revoked_at = clock_timestamp() WHERE consent_use_id = NEW.id AND revoked_at IS NULL;
    ELSE
        UPDATE access_grant SET ends_at = NEW.ends_at WHERE consent_use_id = NEW.id AND revoked_at IS NULL;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER follow_consent AFTER UPDATE OF ended_at, ends_at ON access_consentuse
    FOR EACH ROW EXECUTE FUNCTION sec.follow_consent();

-- A grant rests on a use that is alive, or is not made at all.
CREATE FUNCTION sec.rests_on_consent() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
    -- Waits for whoever is ending it just now.
    PERFORM FROM access_consentuse WHERE id = NEW.consent_use_id AND ended_at IS NULL FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the consent this grant rests on has ended' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rests_on_consent BEFORE INSERT ON access_grant
    FOR EACH ROW WHEN (NEW.consent_use_id IS NOT NULL AND NEW.revoked_at IS NULL) EXECUTE FUNCTION sec.rests_on_consent();

GRANT EXECUTE ON FUNCTION sec.keep_ledger(), sec.follow_consent(), sec.rests_on_consent()
    TO samaan_app, samaan_job, samaan_guard;
GRANT CREATE ON SCHEMA sec TO samaan_guard;
ALTER FUNCTION sec.keep_ledger() OWNER TO samaan_guard;
ALTER FUNCTION sec.follow_consent() OWNER TO samaan_guard;
ALTER FUNCTION sec.rests_on_consent() OWNER TO samaan_guard;
REVOKE CREATE ON SCHEMA sec FROM samaan_guard;
