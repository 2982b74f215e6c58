"""Row security of changes to the pack, and two persons held by the database itself."""

from django.db import migrations

from samaan.access.operations import Protect

SQL = """
-- What a person proposes is theirs, begins as a draft, and what was decided stays as it is.
CREATE FUNCTION sec.keep_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE is_author boolean := coalesce(ARRAY[(1::bigint << 56) | NEW.proposed_by_id] && sec.principals(), false);
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'draft' OR NOT is_author THEN
            RAISE EXCEPTION 'a change begins as its author''s draft' USING ERRCODE = 'insufficient_privilege';
        END IF;
    ELSIF OLD.status IN ('published', 'refused', 'withdrawn')
          OR NEW.status = 'published' AND OLD.status <> 'proposed'
          OR NEW.status IN ('draft', 'proposed', 'withdrawn') AND NOT is_author
          OR NEW.status IN ('published', 'refused') AND is_author THEN
        RAISE EXCEPTION 'one proposes, another decides, once' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_change BEFORE INSERT OR UPDATE ON configuration_change
    FOR EACH ROW WHEN (current_user = 'samaan_app') EXECUTE FUNCTION sec.keep_change();
CREATE TRIGGER keep_decider_of_new BEFORE INSERT ON configuration_change
    FOR EACH ROW WHEN (current_user = 'samaan_app') EXECUTE FUNCTION sec.keep_decider();
CREATE TRIGGER keep_decider BEFORE UPDATE OF decided_by_id ON configuration_change
    FOR EACH ROW WHEN (current_user = 'samaan_app') EXECUTE FUNCTION sec.keep_decider();
-- Nobody exchanges a file once another person looks at it.
CREATE FUNCTION sec.keep_changed_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM configuration_change WHERE id = NEW.change_id AND status = 'draft'
            AND ARRAY[(1::bigint << 56) | proposed_by_id] && sec.principals()
    ) THEN
        RAISE EXCEPTION 'only its author changes a draft' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_changed_file BEFORE INSERT OR UPDATE OF act, data, checksum, path ON configuration_changedfile
    FOR EACH ROW WHEN (current_user = 'samaan_app') EXECUTE FUNCTION sec.keep_changed_file();
REVOKE UPDATE, DELETE, TRUNCATE ON configuration_change, configuration_changedfile FROM samaan_app, samaan_job;
GRANT UPDATE (status, base_id, proposed_at, decided_by_id, decided_at, answer, made_id, changed_at)
    ON configuration_change TO samaan_app;
GRANT UPDATE (act, data, checksum, size, given_name, changed_at) ON configuration_changedfile TO samaan_app;
"""
BACK = """
DROP TRIGGER keep_change ON configuration_change; DROP TRIGGER keep_decider_of_new ON configuration_change;
DROP TRIGGER keep_decider ON configuration_change; DROP TRIGGER keep_changed_file ON configuration_changedfile;
DROP FUNCTION sec.keep_change(); DROP FUNCTION sec.keep_changed_file();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("configuration", "0001_initial"),
        ("access", "0011_counts_of_a_day"),
        # sec.keep_decider
        ("exports", "0003_two_people"),
        ("vault", "0005_sealed_keys"),
        # There the right to delete protected rows is taken from everybody for tables to come as well.
        ("retention", "0002_row_security"),
    ]

    operations = [
        Protect("configuration_change"),
        Protect("configuration_changedfile", record="change_id"),
        migrations.RunSQL(SQL, reverse_sql=BACK),
    ]
