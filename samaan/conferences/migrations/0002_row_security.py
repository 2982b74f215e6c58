"""Row security of conferences: an item is seen through its case, or by whoever is invited to it."""

from django.db import migrations

from samaan.access.operations import Protect

WAY = "INSERT INTO sec.way VALUES ('case', 'care', 'agenda_item')"
SEQUENCE = """
CREATE SEQUENCE reference_k;
GRANT USAGE, SELECT ON SEQUENCE reference_k TO samaan_app, samaan_job;
-- What was said stays as it was written down.
REVOKE UPDATE, DELETE, TRUNCATE ON conferences_minute FROM samaan_app;
REVOKE DELETE, TRUNCATE ON conferences_decision FROM samaan_app;
"""
# Whoever convenes is told which of the cases they see have a referral that waits, and nothing of the referral.
STUCK = """
CREATE FUNCTION sec.cases_with_stuck_referrals(since timestamptz) RETURNS SETOF uuid LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT c.id FROM referrals_referral r JOIN cases_case c ON c.id = r.case_id
     WHERE (r.status IN ('sent', 'viewed') AND r.answer_by < since
            OR r.status = 'waiting_list' AND r.confirm_by < since)
       AND c.status = 'open' AND sec.context_is_genuine()
       AND c.acl && sec.principals() AND NOT c.barred && sec.principals()
$$;
GRANT EXECUTE ON FUNCTION sec.cases_with_stuck_referrals(timestamptz) TO samaan_app;
GRANT CREATE ON SCHEMA sec TO samaan_guard;
ALTER FUNCTION sec.cases_with_stuck_referrals(timestamptz) OWNER TO samaan_guard;
REVOKE CREATE ON SCHEMA sec FROM samaan_guard;
"""
# What goes with a record is written out anew from what the function says by then: others add to it as well.
OF_REFERRALS = "ARRAY(SELECT r.id FROM referrals_referral r WHERE r.case_id = ANY (going))"
OF_ITEMS = "ARRAY(SELECT a.id FROM conferences_agendaitem a WHERE a.case_id = ANY (going))"
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
BOTH = f"{OF_ITEMS} || {OF_REFERRALS}"


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0001_initial"),
        ("referrals", "0032_appointments"),
        ("retention", "0003_forms"),
        ("transfers", "0002_row_security"),
    ]

    operations = [
        Protect("conferences_conference"),
        Protect("conferences_agendaitem"),
        Protect("conferences_participant", record="item_id"),
        Protect("conferences_minute", record="item_id", compartment="minutes"),
        Protect("conferences_decision", record="item_id", compartment="minutes"),
        migrations.RunSQL(WAY, reverse_sql="DELETE FROM sec.way WHERE target = 'agenda_item'"),
        migrations.RunSQL(SEQUENCE, reverse_sql="DROP SEQUENCE reference_k"),
        migrations.RunSQL(STUCK, reverse_sql="DROP FUNCTION sec.cases_with_stuck_referrals(timestamptz)"),
        migrations.RunSQL(
            GOES_WITH % {"before": OF_REFERRALS, "after": BOTH},
            reverse_sql=GOES_WITH % {"before": BOTH, "after": OF_REFERRALS},
        ),
    ]
