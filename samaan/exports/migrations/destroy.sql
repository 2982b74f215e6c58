-- Nobody deletes keys or protected rows but the guard: the file of an export, once its day is over, by this one way.
GRANT CREATE ON SCHEMA sec TO samaan_guard;
SET LOCAL ROLE samaan_guard;
CREATE FUNCTION sec.destroy_export(file uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
    IF (SELECT kind FROM access_record WHERE id = file) IS DISTINCT FROM 'export_content' THEN
        RAISE EXCEPTION 'only the file of an export is destroyed so' USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM vault_datakey WHERE record_id = file;
    DELETE FROM exports_content WHERE id = file;
END $$;
REVOKE EXECUTE ON FUNCTION sec.destroy_export(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.destroy_export(uuid) TO samaan_job;
RESET ROLE;
REVOKE CREATE ON SCHEMA sec FROM samaan_guard;
