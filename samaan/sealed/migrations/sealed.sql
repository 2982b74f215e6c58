-- The keys of sealed values. The application writes them and never reads one: row security hides every one of them
-- from it, and `sec.open_sealed_key` gives exactly one, to the act that reveals its value (docs/adr/0017).
DROP POLICY visible ON vault_datakey;
DROP POLICY changeable ON vault_datakey;
DROP POLICY removable ON vault_datakey;
CREATE POLICY visible ON vault_datakey FOR SELECT TO samaan_app USING (sealed_class = '' AND {visible});
CREATE POLICY changeable ON vault_datakey FOR UPDATE TO samaan_app USING (sealed_class = '' AND {visible});
CREATE POLICY removable ON vault_datakey FOR DELETE TO samaan_app USING (sealed_class = '' AND {visible});

ALTER TABLE sealed_opening ADD COLUMN opened_in xid8 NOT NULL DEFAULT pg_current_xact_id();
-- Nobody dates an opening back, and nothing of it is changed afterwards.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON sealed_opening FROM samaan_app, samaan_job;
GRANT INSERT (id, of_record, of_kind, sealed_class, field_id, user_id, reason, words, request_id, opened_at),
    DELETE ON sealed_opening TO samaan_job;
GRANT INSERT (id, of_record, of_kind, sealed_class, field_id, user_id, reason, words, request_id, opened_at)
    ON sealed_opening TO samaan_app;
-- A value is replaced, never rewritten.
REVOKE UPDATE, DELETE, TRUNCATE ON sealed_sealedfield FROM samaan_app, samaan_job;
GRANT UPDATE (replaced_at) ON sealed_sealedfield TO samaan_app, samaan_job;
GRANT DELETE ON sealed_sealedfield TO samaan_job;

GRANT SELECT ON vault_datakey, sealed_opening, sealed_sealedfield, sealed_request, accounts_user, accounts_role,
    audit_event TO samaan_guard;

-- The wrapped key of one sealed value, for the opening that this transaction has just noted:
-- by the person acting, who is not kept out; who holds the compartment it belongs to, or oversees the record;
-- whose role reveals that class, alone or with an approval by somebody else that is not older than 15 minutes;
-- and whose event is in the stream. Otherwise no row.
CREATE FUNCTION sec.open_sealed_key(opening uuid) RETURNS TABLE (wrapped bytea, version smallint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    o sealed_opening;
    f sealed_sealedfield;
    way text;
    approved boolean;
BEGIN
    IF NOT sec.context_is_genuine() THEN
        RETURN;
    END IF;
    SELECT * INTO o FROM sealed_opening WHERE id = opening AND opened_in = pg_current_xact_id()
        AND ARRAY[(1::bigint << 56) | user_id] && sec.principals();
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT * INTO f FROM sealed_sealedfield
     WHERE id = o.field_id AND of_record = o.of_record AND sealed_class = o.sealed_class;
    -- What was withdrawn while a referral was prepared was never meant for its provider.
    IF NOT FOUND OR f.of_kind = 'referral' AND f.replaced_at IS NOT NULL OR sec.barred_from(f.of_record) && sec.principals() OR NOT (
        sec.acl_of(f.of_record, f.belongs_to) && sec.principals()
        OR EXISTS (SELECT FROM access_grant g WHERE g.record_id = f.of_record AND g.basis = 'oversight' AND sec.live(g)
                   AND ARRAY[g.principal] && sec.principals())
    ) THEN
        RETURN;
    END IF;
    SELECT r.sealed -> 'reveals' ->> o.sealed_class INTO way FROM accounts_user u JOIN accounts_role r ON r.code = u.role_id
     WHERE u.id = o.user_id AND u.is_active;
    approved := EXISTS (
        SELECT FROM sealed_request q WHERE q.id = o.request_id AND q.status = 'used' AND q.asked_by_id = o.user_id
           AND q.of_record = o.of_record AND q.sealed_class = o.sealed_class AND q.decided_by_id <> q.asked_by_id
           AND q.decided_at > clock_timestamp() - interval '15 minutes'
    );
    IF way IS NULL OR way <> 'alone' AND NOT approved THEN
        RETURN;
    END IF;
    IF NOT EXISTS (SELECT FROM audit_event e WHERE e.record_id = o.of_record AND e.kind = 'sealed.revealed'
                   AND e.actor_id = o.user_id AND e.data ->> 'opening' = opening::text
                   AND e.xid = pg_current_xact_id()::text::bigint) THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT k.wrapped, k.version FROM vault_datakey k
     WHERE k.record_id = f.of_record AND k.sealed_class = f.sealed_class AND k.version = f.version;
END $$;

REVOKE EXECUTE ON FUNCTION sec.open_sealed_key(uuid) FROM PUBLIC, samaan_job, samaan_sealer, samaan_auditor;
GRANT EXECUTE ON FUNCTION sec.open_sealed_key(uuid) TO samaan_app;
GRANT CREATE ON SCHEMA sec TO samaan_guard;
ALTER FUNCTION sec.open_sealed_key(uuid) OWNER TO samaan_guard;
REVOKE CREATE ON SCHEMA sec FROM samaan_guard;
