-- Opening a record to somebody writes its list of people anew wherever rows of the record stand (sec.refresh in
-- security.sql). That was put together, and planned, for every protected table at every grant. Here the same
-- statements are written out whenever a table is protected, so that a connection plans each of them once.
CREATE FUNCTION sec.refresh_source() RETURNS text LANGUAGE sql STABLE AS $source$
    SELECT $body$
DECLARE
    kept_out bigint[] := sec.barred_from(refresh.record);
    allowed bigint[];
    target uuid;
BEGIN
$body$ || coalesce(string_agg(part, '' ORDER BY compartment), '') || $body$
    IF follow THEN
        FOR target IN SELECT DISTINCT target_id FROM access_inheritance WHERE source_id = refresh.record LOOP
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

CREATE FUNCTION sec.write_refresh() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE acting_as text := current_setting('role');
BEGIN
    -- The function belongs to samaan_guard, which may make functions in this schema for this moment only.
    GRANT CREATE ON SCHEMA sec TO samaan_guard;
    PERFORM set_config('role', 'samaan_guard', true);
    EXECUTE format(
        'CREATE OR REPLACE FUNCTION sec.refresh(record uuid, follow boolean DEFAULT true) RETURNS void'
        ' LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public'
        -- The best plan is the same for every record.
        ' SET plan_cache_mode = force_generic_plan AS %L', sec.refresh_source());
    PERFORM set_config('role', acting_as, true);
    REVOKE CREATE ON SCHEMA sec FROM samaan_guard;
    RETURN NULL;
END $$;

CREATE TRIGGER write_refresh AFTER INSERT OR UPDATE OR DELETE ON sec.protected_table
    FOR EACH STATEMENT EXECUTE FUNCTION sec.write_refresh();
UPDATE sec.protected_table SET name = name;

-- What is taken from the application (security.sql) must not be everybody's either.
SET LOCAL ROLE samaan_guard;
REVOKE EXECUTE ON FUNCTION sec.refresh(uuid, boolean), sec.acl_of(uuid, text), sec.barred_from(uuid) FROM PUBLIC;
RESET ROLE;
