-- Two persons become one. Whoever merges sees both persons, but not every file that names them: the links move as
-- samaan_guard, by the list of tables below, and each is noted so that taking the two apart again moves it back.

-- Which tables name a person. `aside`: a column that is true for a row that is kept beside the one that counts, where
-- a person may have but one; `may_stand_aside`: which rows may.
CREATE TABLE sec.person_link (
    name text PRIMARY KEY, person_column text NOT NULL, record_column text NOT NULL, aside text, may_stand_aside text
);
CREATE TABLE sec.person_moved (
    merge uuid NOT NULL, name text NOT NULL, row_id uuid NOT NULL, what text NOT NULL, PRIMARY KEY (merge, name, row_id, what)
);
REVOKE ALL ON sec.person_link, sec.person_moved FROM PUBLIC, samaan_app, samaan_job, samaan_sealer, samaan_auditor;
GRANT SELECT ON sec.person_link TO samaan_guard;
GRANT SELECT, INSERT, DELETE ON sec.person_moved TO samaan_guard;
GRANT INSERT, DELETE ON access_inheritance TO samaan_guard;

-- Whether the context may see this person; samaan_guard itself sees everybody.
CREATE FUNCTION sec.sees_person(person uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    SELECT sec.context_is_genuine() AND EXISTS (
        SELECT FROM people_person
         WHERE id = person AND acl && sec.principals() AND NOT barred && sec.principals())
$$;

-- Moves what names the one to the other, and lets whoever sees the one see the other. Returns how many files moved.
CREATE FUNCTION sec.merge_persons(this_merge uuid) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
    m people_merge;
    link sec.person_link;
    moved integer := 0;
    counted integer;
    has_two boolean;
    side uuid;
BEGIN
    SELECT * INTO m FROM people_merge WHERE id = this_merge AND undone_at IS NULL;
    IF m.id IS NULL OR NOT sec.sees_person(m.survivor_id) OR NOT sec.sees_person(m.gone_id)
       OR EXISTS (SELECT FROM sec.person_moved WHERE merge = this_merge) THEN
        RAISE EXCEPTION 'these two cannot be merged' USING ERRCODE = 'insufficient_privilege';
    END IF;
    FOR link IN SELECT * FROM sec.person_link ORDER BY name LOOP
        IF link.aside IS NOT NULL THEN
            EXECUTE format('SELECT count(*) = 2 FROM %I WHERE %I = ANY ($1) AND NOT %I',
                link.name, link.person_column, link.aside) INTO has_two USING ARRAY[m.survivor_id, m.gone_id];
            IF has_two THEN
                FOREACH side IN ARRAY ARRAY[m.gone_id, m.survivor_id] LOOP
                    EXECUTE format('WITH aside AS (UPDATE %1$I SET %2$I = true WHERE %3$I = $1 AND NOT %2$I AND %4$s'
                        ' RETURNING id) INSERT INTO sec.person_moved SELECT $2, %1$L, id, ''aside'' FROM aside',
                        link.name, link.aside, link.person_column, link.may_stand_aside) USING side, this_merge;
                    GET DIAGNOSTICS counted = ROW_COUNT;
                    EXIT WHEN counted > 0;
                END LOOP;
                IF counted = 0 THEN
                    RAISE EXCEPTION 'both have an open file' USING ERRCODE = 'unique_violation', CONSTRAINT = 'both_open';
                END IF;
            END IF;
        END IF;
        EXECUTE format('WITH moved AS (UPDATE %1$I SET %2$I = $1 WHERE %2$I = $2 RETURNING id)'
            ' INSERT INTO sec.person_moved SELECT $3, %1$L, id, ''link'' FROM moved', link.name, link.person_column)
            USING m.survivor_id, m.gone_id, this_merge;
        GET DIAGNOSTICS counted = ROW_COUNT;
        moved := moved + counted;
    END LOOP;
    WITH opened AS (
        INSERT INTO access_inheritance (id, source_id, compartment, target_id)
        SELECT gen_random_uuid(), source_id, compartment, m.survivor_id FROM access_inheritance WHERE target_id = m.gone_id
        ON CONFLICT (source_id, compartment, target_id) DO NOTHING RETURNING id)
    INSERT INTO sec.person_moved SELECT this_merge, 'access_inheritance', id, 'opened' FROM opened;
    RETURN moved;
END $$;

-- Moves back exactly what that merge moved and opened. A file that has come to name the survivor since keeps its view.
CREATE FUNCTION sec.unmerge_persons(this_merge uuid) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
    m people_merge;
    link sec.person_link;
    moved integer := 0;
    counted integer;
    still_named text := 'false';
BEGIN
    SELECT * INTO m FROM people_merge WHERE id = this_merge AND undone_at IS NOT NULL;
    IF m.id IS NULL OR NOT sec.sees_person(m.survivor_id) OR NOT sec.sees_person(m.gone_id) THEN
        RAISE EXCEPTION 'these two cannot be taken apart' USING ERRCODE = 'insufficient_privilege';
    END IF;
    FOR link IN SELECT * FROM sec.person_link ORDER BY name LOOP
        EXECUTE format('UPDATE %1$I SET %2$I = $1 WHERE %2$I = $2 AND id IN'
            ' (SELECT row_id FROM sec.person_moved WHERE merge = $3 AND name = %1$L AND what = ''link'')',
            link.name, link.person_column) USING m.gone_id, m.survivor_id, this_merge;
        GET DIAGNOSTICS counted = ROW_COUNT;
        moved := moved + counted;
        IF link.aside IS NOT NULL THEN
            EXECUTE format('UPDATE %1$I SET %2$I = false WHERE id IN'
                ' (SELECT row_id FROM sec.person_moved WHERE merge = $1 AND name = %1$L AND what = ''aside'')',
                link.name, link.aside) USING this_merge;
        END IF;
        still_named := still_named || format(' OR EXISTS (SELECT FROM %I WHERE %I = $2 AND %I = i.source_id)',
            link.name, link.person_column, link.record_column);
    END LOOP;
    EXECUTE 'DELETE FROM access_inheritance i WHERE target_id = $2 AND NOT (' || still_named || ') AND id IN'
        ' (SELECT row_id FROM sec.person_moved WHERE merge = $1 AND name = ''access_inheritance'')'
        USING this_merge, m.survivor_id;
    DELETE FROM sec.person_moved WHERE merge = this_merge;
    RETURN moved;
END $$;

REVOKE EXECUTE ON FUNCTION sec.sees_person(uuid), sec.merge_persons(uuid), sec.unmerge_persons(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.sees_person(uuid), sec.merge_persons(uuid), sec.unmerge_persons(uuid) TO samaan_app;
GRANT CREATE ON SCHEMA sec TO samaan_guard;
ALTER FUNCTION sec.sees_person(uuid) OWNER TO samaan_guard;
ALTER FUNCTION sec.merge_persons(uuid) OWNER TO samaan_guard;
ALTER FUNCTION sec.unmerge_persons(uuid) OWNER TO samaan_guard;
REVOKE CREATE ON SCHEMA sec FROM samaan_guard;
