"""Referrals that are asked about, or on a waiting list, are open as well."""

from django.db import migrations

BEFORE = "r.status IN ('sent', 'viewed', 'accepted', 'in_progress')"
AFTER = "r.status IN ('sent', 'viewed', 'information_asked', 'waiting_list', 'accepted', 'in_progress')"
FUNCTION = """
DO $do$
DECLARE written text := pg_get_functiondef('sec.open_referrals_by_age()'::regprocedure);
BEGIN
    IF position($a$%(before)s$a$ IN written) = 0 THEN
        RAISE EXCEPTION 'sec.open_referrals_by_age no longer names what is looked for';
    END IF;
    GRANT CREATE ON SCHEMA sec TO samaan_guard;
    SET LOCAL ROLE samaan_guard;
    EXECUTE replace(written, $a$%(before)s$a$, $a$%(after)s$a$);
    RESET ROLE;
    REVOKE CREATE ON SCHEMA sec FROM samaan_guard;
END $do$;
"""
INDEX = """
DROP INDEX referrals_open;
CREATE INDEX referrals_open ON referrals_referral (status, sent_at) WHERE %s;
"""


class Migration(migrations.Migration):
    dependencies = [("insights", "0003_steering"), ("referrals", "0032_appointments")]

    operations = [
        migrations.RunSQL(
            FUNCTION % {"before": BEFORE, "after": AFTER}, reverse_sql=FUNCTION % {"before": AFTER, "after": BEFORE}
        ),
        migrations.RunSQL(
            INDEX % AFTER.replace("r.status", "status"), reverse_sql=INDEX % BEFORE.replace("r.status", "status")
        ),
    ]
