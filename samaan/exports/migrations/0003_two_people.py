"""The database itself holds that many cases need two people, and that whoever decides is whoever acts."""

from django.conf import settings
from django.db import migrations, models

SQL = """
-- Who decided is the person acting, and it is decided by an act of its own, not with the asking.
CREATE FUNCTION sec.keep_decider() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.decided_by_id IS NOT NULL
       OR TG_OP = 'UPDATE' AND NEW.decided_by_id IS DISTINCT FROM OLD.decided_by_id
          AND NOT coalesce(ARRAY[(1::bigint << 56) | NEW.decided_by_id] && sec.principals(), false) THEN
        RAISE EXCEPTION 'who decides is who acts' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_decider_of_new BEFORE INSERT ON exports_export
    FOR EACH ROW WHEN (current_user = 'samaan_app') EXECUTE FUNCTION sec.keep_decider();
CREATE TRIGGER keep_decider BEFORE UPDATE OF decided_by_id ON exports_export
    FOR EACH ROW WHEN (current_user = 'samaan_app') EXECUTE FUNCTION sec.keep_decider();
CREATE TRIGGER keep_decider_of_new BEFORE INSERT ON exports_recipientkey
    FOR EACH ROW WHEN (current_user = 'samaan_app') EXECUTE FUNCTION sec.keep_decider();
CREATE TRIGGER keep_decider BEFORE UPDATE OF decided_by_id ON exports_recipientkey
    FOR EACH ROW WHEN (current_user = 'samaan_app') EXECUTE FUNCTION sec.keep_decider();
"""
BACK = """
DROP TRIGGER keep_decider_of_new ON exports_export; DROP TRIGGER keep_decider ON exports_export;
DROP TRIGGER keep_decider_of_new ON exports_recipientkey; DROP TRIGGER keep_decider ON exports_recipientkey;
DROP FUNCTION sec.keep_decider();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("exports", "0002_row_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="export",
            constraint=models.CheckConstraint(
                condition=models.Q(("needs_second_person", True), ("cases_that_day__lte", 25), _connector="OR"),
                name="many_cases_need_two_people",
            ),
        ),
        migrations.RunSQL(SQL, reverse_sql=BACK),
    ]
