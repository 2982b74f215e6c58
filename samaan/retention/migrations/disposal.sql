-- Disposing of a report or a case: the one way in which anything of a person leaves this database (docs/adr/0018).
-- Neither web nor worker can delete a protected row or a data key; samaan_guard can, and does so in sec.dispose alone.
GRANT CREATE ON SCHEMA sec TO samaan_guard;
GRANT SELECT ON retention_hold, retention_proposal, referrals_referral, intake_report, cases_case, people_person,
    people_question, people_ask, people_merge, walls_disclosure TO samaan_guard;
GRANT SELECT, DELETE ON alerts_alert, vault_heldanswers TO samaan_guard;
CREATE POLICY disposal ON alerts_alert FOR DELETE TO samaan_guard USING (true);

-- ---- legal hold
-- Whether a record, or what it follows from, is on hold today; a day's grace, for the server's day is not the country's.
CREATE FUNCTION sec.is_held(record uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    WITH RECURSIVE above(id) AS (
        SELECT record
        UNION
        SELECT f.source FROM above a CROSS JOIN LATERAL (
            SELECT i.source_id AS source FROM access_inheritance i JOIN access_record t ON t.id = i.target_id
             WHERE i.target_id = a.id AND (i.compartment <> 'wall' OR t.kind IN ('disclosed', 'question'))
            UNION ALL
            SELECT r.merged_into_id FROM intake_report r WHERE r.id = a.id AND r.merged_into_id IS NOT NULL
        ) f
    )
    SELECT EXISTS (SELECT FROM above a JOIN retention_hold h ON h.of_record = a.id
                    WHERE h.lifted_at IS NULL AND (h.ends_on IS NULL OR h.ends_on >= current_date - 1))
$$;

CREATE FUNCTION sec.keep_held() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
    -- A referral that is still being prepared may lose its consent again.
    IF TG_TABLE_NAME = 'referrals_consent' AND EXISTS (SELECT FROM referrals_referral
            WHERE id = (to_jsonb(OLD) ->> 'referral_id')::uuid AND status = 'draft') THEN
        RETURN OLD;
    END IF;
    IF sec.is_held((to_jsonb(OLD) ->> TG_ARGV[0])::uuid) THEN
        RAISE EXCEPTION 'this is on legal hold' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'legal_hold';
    END IF;
    RETURN OLD;
END $$;

-- What is protected is deleted by nobody but the guard, and not while it is on hold; tables to come as well.
-- Left out: what a record is opened by, and clocks, which end without anything of the record being lost; the log.
CREATE FUNCTION sec.guard_from_disposal(tables text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE t sec.protected_table;
BEGIN
    FOR t IN SELECT * FROM sec.protected_table WHERE name = ANY (tables) AND name <> 'audit_event' LOOP
        EXECUTE format('GRANT DELETE ON %I TO samaan_guard', t.name);
        EXECUTE format('REVOKE DELETE, TRUNCATE ON %I FROM samaan_app, samaan_job', t.name);
        IF t.name NOT IN ('access_grant', 'access_inheritance', 'access_exclusion', 'alerts_clock', 'alerts_escalation') THEN
            EXECUTE format('CREATE TRIGGER keep_held BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION sec.keep_held(%L)',
                t.name, t.record_column);
        END IF;
    END LOOP;
END $$;
CREATE FUNCTION sec.new_table_is_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_regclass(NEW.name) IS NOT NULL THEN
        PERFORM sec.guard_from_disposal(ARRAY[NEW.name]);
    END IF;
    RETURN NULL;
END $$;
SELECT sec.guard_from_disposal(ARRAY(SELECT name FROM sec.protected_table));
CREATE TRIGGER new_table_is_guarded AFTER INSERT ON sec.protected_table
    FOR EACH ROW EXECUTE FUNCTION sec.new_table_is_guarded();
GRANT DELETE ON referrals_consent TO samaan_app;

-- A hold is placed on what is there, and ends whatever was proposed; whoever disposes of it at this moment is waited for.
CREATE FUNCTION sec.hold_what_is_there() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
    UPDATE retention_proposal SET status = 'refused', changed_at = now()
     WHERE status IN ('proposed', 'approved') AND (of_record = NEW.of_record
        OR of_record IN (SELECT id FROM intake_report WHERE merged_into_id = NEW.of_record));
    PERFORM FROM access_record WHERE id = NEW.of_record AND kind = NEW.of_kind AND kind IN ('report', 'case') FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no such record' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hold_what_is_there BEFORE INSERT ON retention_hold
    FOR EACH ROW EXECUTE FUNCTION sec.hold_what_is_there();

-- A hold only ends: by its day, or lifted once. Nobody shortens it, turns it to another record, or lifts it in another's name.
CREATE FUNCTION sec.keep_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user IN ('samaan_app', 'samaan_job') AND (OLD.lifted_at IS NOT NULL
       OR NEW.lifted_at IS NULL OR NEW.lifted_by_id IS NULL OR NEW.lift_reason IS NULL
       OR NOT ARRAY[(1::bigint << 56) | NEW.lifted_by_id] && sec.principals()
       OR (NEW.id, NEW.of_record, NEW.of_kind, NEW.ends_on, NEW.placed_by_id, NEW.placed_at)
          IS DISTINCT FROM (OLD.id, OLD.of_record, OLD.of_kind, OLD.ends_on, OLD.placed_by_id, OLD.placed_at)) THEN
        RAISE EXCEPTION 'a hold is lifted, by whoever acts and with a reason; nothing else of it changes'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_hold BEFORE UPDATE OF id, of_record, of_kind, ends_on, placed_by_id, placed_at, lifted_at,
    lifted_by_id, lift_reason, reason ON retention_hold FOR EACH ROW EXECUTE FUNCTION sec.keep_hold();

-- ---- two persons
-- A proposal begins as one, of whoever acts; it is decided once, by somebody else who acts.
CREATE FUNCTION sec.keep_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user NOT IN ('samaan_app', 'samaan_job') THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'proposed' OR NEW.decided_by_id IS NOT NULL
           OR NOT ARRAY[(1::bigint << 56) | NEW.proposed_by_id] && sec.principals()
           OR NEW.ground = 'due' AND NOT EXISTS (SELECT FROM retention_due d WHERE d.of_record = NEW.of_record
                  AND d.due_on = NEW.due_on AND d.class_code = NEW.class_code) THEN
            RAISE EXCEPTION 'a proposal begins with whoever makes it' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.status <> 'proposed' OR NEW.status NOT IN ('approved', 'refused') OR NEW.decided_by_id IS NULL
       OR NEW.decided_by_id = OLD.proposed_by_id OR NOT ARRAY[(1::bigint << 56) | NEW.decided_by_id] && sec.principals()
       OR (NEW.id, NEW.of_record, NEW.of_kind, NEW.ground, NEW.due_on, NEW.class_code, NEW.proposed_by_id, NEW.proposed_at)
          IS DISTINCT FROM
          (OLD.id, OLD.of_record, OLD.of_kind, OLD.ground, OLD.due_on, OLD.class_code, OLD.proposed_by_id, OLD.proposed_at) THEN
        RAISE EXCEPTION 'a proposal is decided once, by somebody else' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_proposal BEFORE INSERT OR UPDATE OF id, of_record, of_kind, ground, due_on, class_code, status,
    proposed_by_id, proposed_at, decided_by_id ON retention_proposal
    FOR EACH ROW EXECUTE FUNCTION sec.keep_proposal();

-- ---- what goes, and what stays
-- Every record that goes with a report or a case: its referrals, reports merged into it, the persons no other record
-- names with those merged into them, questions about those persons, and what was disclosed out of it.
CREATE FUNCTION sec.goes_with(record uuid) RETURNS TABLE (id uuid, kind text) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
    link sec.person_link;
    going uuid[];
    named uuid[] := '{}';
    needed uuid[] := '{}';
    found uuid[];
BEGIN
    WITH RECURSIVE below(id) AS (
        SELECT goes_with.record UNION SELECT r.id FROM below b JOIN intake_report r ON r.merged_into_id = b.id
    ) SELECT array_agg(b.id) INTO going FROM below b;
    going := going || ARRAY(SELECT r.id FROM referrals_referral r WHERE r.case_id = ANY (going));
    FOR link IN SELECT * FROM sec.person_link LOOP
        EXECUTE format('SELECT array_agg(%I) FROM %I WHERE %I = ANY ($1)', link.person_column, link.name, link.record_column)
            INTO found USING going;
        named := named || coalesce(found, '{}');
    END LOOP;
    FOR link IN SELECT * FROM sec.person_link LOOP
        EXECUTE format('SELECT array_agg(%1$I) FROM %2$I WHERE %1$I = ANY ($1) AND NOT %3$I = ANY ($2)',
            link.person_column, link.name, link.record_column) INTO found USING named, going;
        needed := needed || coalesce(found, '{}');
    END LOOP;
    WITH RECURSIVE same(id) AS (
        SELECT p FROM unnest(named) p WHERE NOT p = ANY (needed)
        UNION SELECT o.id FROM same s JOIN people_person o ON o.merged_into_id = s.id
    ) SELECT coalesce(array_agg(s.id), '{}') INTO named FROM same s;
    going := going || named;
    found := ARRAY(SELECT q.id FROM people_question q WHERE q.person_id = ANY (named) OR q.file_id = ANY (going));
    going := going || found
        -- What was asked goes when nobody else was asked, or when it was this person.
        || ARRAY(SELECT DISTINCT q.ask_id FROM people_question q WHERE q.id = ANY (found)
                    AND (q.answer IN ('will_contact', 'shared')
                         OR NOT EXISTS (SELECT FROM people_question o WHERE o.ask_id = q.ask_id AND NOT o.id = ANY (found))));
    found := ARRAY(SELECT d.id FROM walls_disclosure d WHERE d.source_id = ANY (going));
    going := going || found || ARRAY(SELECT d.content_id FROM walls_disclosure d WHERE d.id = ANY (found));
    RETURN QUERY SELECT DISTINCT r.id, r.kind::text FROM access_record r WHERE r.id = ANY (going);
END $$;

-- In numbers, for whoever sees the record: what goes, and (`stays_…`) what another record needs.
CREATE FUNCTION sec.disposal_plan(record uuid) RETURNS TABLE (what text, number bigint) LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    going uuid[];
    link sec.person_link;
    named uuid[] := '{}';
    found uuid[];
BEGIN
    IF session_user <> 'samaan_job' AND NOT sec.is_seen_by(record, sec.principals()) OR NOT sec.context_is_genuine() THEN
        RETURN;
    END IF;
    SELECT array_agg(g.id) INTO going FROM sec.goes_with(record) g;
    FOR link IN SELECT * FROM sec.person_link LOOP
        EXECUTE format('SELECT array_agg(DISTINCT %I) FROM %I WHERE %I = ANY ($1)', link.person_column, link.name,
            link.record_column) INTO found USING going;
        named := named || coalesce(found, '{}');
    END LOOP;
    RETURN QUERY
        SELECT g.kind || 's', count(*) FROM sec.goes_with(record) g
         WHERE g.kind IN ('report', 'case', 'referral', 'person', 'question', 'disclosure') GROUP BY g.kind
        UNION ALL SELECT 'notes', count(*) FROM cases_note WHERE case_id = ANY (going)
        UNION ALL SELECT 'tasks', count(*) FROM cases_task WHERE case_id = ANY (going)
        UNION ALL SELECT 'documents', count(*) FROM vault_storedfile WHERE record_id = ANY (going) AND original_of_id IS NULL
        UNION ALL SELECT 'originals', count(*) FROM vault_storedfile WHERE record_id = ANY (going) AND original_of_id IS NOT NULL
        UNION ALL SELECT 'messages', (SELECT count(*) FROM referrals_message WHERE referral_id = ANY (going))
            + (SELECT count(*) FROM intake_reportmessage WHERE report_id = ANY (going))
        UNION ALL SELECT 'answers', count(*) FROM intake_screeninganswer WHERE report_id = ANY (going)
        UNION ALL SELECT 'consents', count(*) FROM access_consententry WHERE case_id = ANY (going)
        UNION ALL SELECT 'sealed', count(*) FROM sealed_sealedfield WHERE of_record = ANY (going)
        UNION ALL SELECT 'keys', count(*) FROM vault_datakey WHERE record_id = ANY (going)
        UNION ALL SELECT 'held', count(*) FROM unnest(going) g WHERE sec.is_held(g)
        UNION ALL SELECT 'stays_persons', count(DISTINCT p) FROM unnest(named) p WHERE NOT p = ANY (going)
        UNION ALL SELECT 'stays_cases', count(*) FROM cases_case WHERE source_report_id = ANY (going) AND NOT id = ANY (going)
        UNION ALL SELECT 'stays_reports', count(*) FROM intake_report WHERE NOT id = ANY (going)
            AND id IN (SELECT source_report_id FROM cases_case WHERE id = ANY (going));
END $$;

-- ---- the act
-- Destroys everything of these records, and tells what it was: each key with the hash of its wrapped form, each file.
-- `expected`: the records that were noted outside the database as erased; no other ones go.
CREATE FUNCTION sec.dispose(asked uuid, expected uuid[]) RETURNS TABLE (what text, id uuid, sha256 text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    p retention_proposal;
    t sec.protected_table;
    going uuid[];
    keys jsonb;
    files jsonb;
    survivors uuid[];
    -- What a form's address may name: the records, each row of theirs, a referral in the making.
    rows text[];
    found text[];
BEGIN
    IF sec.purpose() <> 'disposal' THEN
        RAISE EXCEPTION 'only the worker disposes of a record' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT * INTO p FROM retention_proposal WHERE retention_proposal.id = asked FOR UPDATE;
    IF p.id IS NULL OR p.status <> 'approved' OR p.decided_by_id IS NULL OR p.decided_by_id = p.proposed_by_id
       OR NOT (p.ground = 'asked' OR p.due_on <= current_date)
       OR NOT EXISTS (SELECT FROM audit_event e WHERE e.record_id = p.of_record AND e.kind = 'disposal.approved'
                         AND e.actor_id = p.decided_by_id AND e.data ->> 'proposal' = asked::text)
       OR EXISTS (SELECT FROM retention_hold h JOIN sec.goes_with(p.of_record) g ON g.id = h.of_record
                   WHERE h.lifted_by_id = p.proposed_by_id) THEN
        RAISE EXCEPTION 'two persons have not agreed to this' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- Whoever places a hold now waits; whoever has placed one is found below.
    PERFORM FROM access_record r WHERE r.id IN (SELECT g.id FROM sec.goes_with(p.of_record) g) ORDER BY r.id FOR UPDATE;
    going := ARRAY(SELECT g.id FROM sec.goes_with(p.of_record) g);
    IF NOT (going <@ expected AND expected <@ going) THEN
        RAISE EXCEPTION 'what goes with the record has changed meanwhile' USING ERRCODE = 'serialization_failure';
    END IF;
    IF EXISTS (SELECT FROM cases_case c WHERE c.id = ANY (going) AND c.status <> 'closed')
       OR EXISTS (SELECT FROM intake_report r WHERE r.id = ANY (going) AND r.status NOT IN ('closed', 'merged')) THEN
        RAISE EXCEPTION 'it is still being worked on' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'still_open';
    END IF;
    IF EXISTS (SELECT FROM unnest(going) g WHERE sec.is_held(g)) THEN
        RAISE EXCEPTION 'this is on legal hold' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'legal_hold';
    END IF;
    SELECT coalesce(jsonb_agg(jsonb_build_array(k.id, encode(pg_catalog.sha256(k.wrapped), 'hex'))), '[]') INTO keys
      FROM vault_datakey k WHERE k.record_id = ANY (going);
    SELECT coalesce(jsonb_agg(f.id), '[]') INTO files FROM vault_storedfile f WHERE f.record_id = ANY (going);
    survivors := ARRAY(SELECT c.person_id FROM cases_case c WHERE c.id = ANY (going));
    rows := going::text[] || ARRAY(SELECT r.batch::text FROM referrals_referral r WHERE r.id = ANY (going));
    FOR t IN SELECT q.* FROM sec.protected_table q JOIN pg_attribute a ON a.attrelid = q.name::regclass AND a.attname = 'id'
              AND a.atttypid = 'uuid'::regtype WHERE q.name NOT IN ('audit_event', 'access_grant', 'vault_datakey') LOOP
        EXECUTE format('SELECT array_agg(id::text) FROM %I WHERE %I = ANY ($1)', t.name, t.record_column)
            INTO found USING going;
        rows := rows || coalesce(found, '{}');
    END LOOP;
    -- Grants end first: events and whatever follows from these records forget who could see them.
    UPDATE access_grant SET revoked_at = now() WHERE record_id = ANY (going) AND revoked_at IS NULL;
    FOR t IN SELECT * FROM sec.protected_table WHERE name NOT IN ('audit_event', 'retention_certificate') ORDER BY name LOOP
        EXECUTE format('DELETE FROM %I WHERE %I = ANY ($1)', t.name, t.record_column) USING going;
    END LOOP;
    DELETE FROM access_inheritance WHERE source_id = ANY (going);
    -- Two who were taken apart again: what the one held before and after speaks of the other.
    DELETE FROM people_merge WHERE gone_id = ANY (going);
    UPDATE people_person human SET has_case = false
     WHERE human.id = ANY (survivors) AND NOT EXISTS (SELECT FROM cases_case c WHERE c.person_id = human.id);
    DELETE FROM alerts_alert WHERE record_id = ANY (going);
    DELETE FROM sec.person_moved WHERE row_id = ANY (going);
    DELETE FROM vault_heldanswers h WHERE EXISTS (SELECT FROM unnest(rows) row WHERE position(row IN h.path) > 0);
    RETURN QUERY SELECT 'key', (k ->> 0)::uuid, k ->> 1 FROM jsonb_array_elements(keys) k
        UNION ALL SELECT 'file', (f #>> '{}')::uuid, '' FROM jsonb_array_elements(files) f;
END $$;

-- ---- what is left
-- Certificates are for ever; figures are for whoever makes statistics, one day, and for nobody now.
REVOKE UPDATE, DELETE, TRUNCATE ON retention_certificate FROM samaan_app, samaan_job;
REVOKE INSERT ON retention_certificate FROM samaan_app;
CREATE POLICY auditing ON retention_certificate FOR SELECT TO samaan_app USING ((SELECT sec.may_audit()));
ALTER TABLE retention_figure ENABLE ROW LEVEL SECURITY;
ALTER TABLE retention_figure FORCE ROW LEVEL SECURITY;
REVOKE ALL ON retention_figure FROM samaan_app;
REVOKE UPDATE, DELETE, TRUNCATE ON retention_figure FROM samaan_job;
GRANT SELECT ON retention_figure TO samaan_guard;
CREATE POLICY job ON retention_figure TO samaan_job USING ((SELECT sec.purpose()) <> '');
CREATE POLICY guard ON retention_figure TO samaan_guard USING (true) WITH CHECK (true);
-- What is due comes and goes with the facts; the worker alone says so.
REVOKE INSERT, UPDATE ON retention_due FROM samaan_app;
GRANT DELETE ON retention_due TO samaan_job;
DROP TRIGGER keep_held ON retention_due;

ALTER FUNCTION sec.is_held(uuid) OWNER TO samaan_guard;
ALTER FUNCTION sec.keep_held() OWNER TO samaan_guard;
ALTER FUNCTION sec.hold_what_is_there() OWNER TO samaan_guard;
ALTER FUNCTION sec.goes_with(uuid) OWNER TO samaan_guard;
ALTER FUNCTION sec.disposal_plan(uuid) OWNER TO samaan_guard;
ALTER FUNCTION sec.dispose(uuid, uuid[]) OWNER TO samaan_guard;
REVOKE CREATE ON SCHEMA sec FROM samaan_guard;
SET LOCAL ROLE samaan_guard;
REVOKE EXECUTE ON FUNCTION sec.is_held(uuid), sec.goes_with(uuid), sec.disposal_plan(uuid), sec.dispose(uuid, uuid[])
    FROM PUBLIC, samaan_app, samaan_job, samaan_sealer, samaan_auditor;
GRANT EXECUTE ON FUNCTION sec.disposal_plan(uuid) TO samaan_app, samaan_job;
GRANT EXECUTE ON FUNCTION sec.is_held(uuid), sec.goes_with(uuid), sec.dispose(uuid, uuid[]) TO samaan_job;
RESET ROLE;

-- ---- a survivor's own copy
-- By what the other persons in a survivor's files are found: never their names. For whoever knows the survivor's identity.
CREATE FUNCTION sec.tokens_of_others(this_case uuid) RETURNS TABLE (names bigint[], phones bigint[], documents bigint[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH of_case AS (
        SELECT person_id, source_report_id FROM cases_case
         WHERE id = this_case AND sec.context_is_genuine() AND sec.acl_of(this_case, 'identity') && sec.principals()
           AND NOT sec.barred_from(this_case) && sec.principals()
    ), reports AS (
        SELECT p.report_id AS id FROM intake_reportperson p JOIN of_case c ON c.person_id = p.person_id
        UNION SELECT source_report_id FROM of_case WHERE source_report_id IS NOT NULL
        UNION SELECT r.id FROM intake_report r JOIN of_case c ON r.merged_into_id = c.source_report_id
    ), others AS (
        SELECT o.name_tokens, o.phone_tokens, o.document_tokens FROM people_person o
         WHERE o.id IN (SELECT p.person_id FROM intake_reportperson p JOIN reports r ON r.id = p.report_id)
           AND o.id NOT IN (SELECT person_id FROM of_case)
        UNION ALL
        SELECT '{}', c.phone_tokens, '{}' FROM intake_reportercontact c JOIN reports r ON r.id = c.report_id
    )
    SELECT ARRAY(SELECT DISTINCT t FROM others, unnest(name_tokens) t),
           ARRAY(SELECT DISTINCT t FROM others, unnest(phone_tokens) t),
           ARRAY(SELECT DISTINCT t FROM others, unnest(document_tokens) t)
$$;
GRANT SELECT ON intake_reportperson, intake_reportercontact TO samaan_guard;
GRANT CREATE ON SCHEMA sec TO samaan_guard;
ALTER FUNCTION sec.tokens_of_others(uuid) OWNER TO samaan_guard;
REVOKE CREATE ON SCHEMA sec FROM samaan_guard;
SET LOCAL ROLE samaan_guard;
REVOKE EXECUTE ON FUNCTION sec.tokens_of_others(uuid) FROM PUBLIC, samaan_job, samaan_sealer, samaan_auditor;
GRANT EXECUTE ON FUNCTION sec.tokens_of_others(uuid) TO samaan_app;
RESET ROLE;
