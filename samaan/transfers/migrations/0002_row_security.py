"""Row security of cases on their way; they go with the case when it is destroyed."""

from django.db import migrations

from samaan.access.operations import Protect

# Whoever cares for the case sees that it is offered.
WAY = "INSERT INTO sec.way VALUES ('case', 'care', 'transfer')"
SEQUENCE = """
CREATE SEQUENCE reference_h;
GRANT USAGE, SELECT ON SEQUENCE reference_h TO samaan_app, samaan_job;
"""
OF_REFERRALS = "ARRAY(SELECT r.id FROM referrals_referral r WHERE r.case_id = ANY (going))"
OF_TRANSFERS = "ARRAY(SELECT t.id FROM transfers_transfer t WHERE t.case_id = ANY (going))"
# What goes with a record is written out anew from what the function says by then: others add to it as well.
GOES_WITH = """
DO $do$
DECLARE written text := pg_get_functiondef('sec.goes_with(uuid)'::regprocedure);
BEGIN
    IF position($a$%(before)s$a$ IN written) = 0 THEN
        RAISE EXCEPTION 'sec.goes_with no longer names what is looked for';
    END IF;
    GRANT CREATE ON SCHEMA sec TO samaan_guard;
    SET LOCAL ROLE samaan_guard;
    EXECUTE replace(written, $a$%(before)s$a$, $a$%(after)s$a$);
    RESET ROLE;
    REVOKE CREATE ON SCHEMA sec FROM samaan_guard;
END $do$;
"""
BOTH = f"{OF_REFERRALS} || {OF_TRANSFERS}"


class Migration(migrations.Migration):
    dependencies = [("transfers", "0001_initial"), ("retention", "0003_forms")]

    operations = [
        Protect("transfers_transfer"),
        migrations.RunSQL(WAY, reverse_sql="DELETE FROM sec.way WHERE target = 'transfer'"),
        migrations.RunSQL(SEQUENCE, reverse_sql="DROP SEQUENCE reference_h"),
        migrations.RunSQL(
            GOES_WITH % {"before": OF_REFERRALS, "after": BOTH},
            reverse_sql=GOES_WITH % {"before": BOTH, "after": OF_REFERRALS},
        ),
    ]
