from django.db import migrations

from samaan.access.operations import Protect

# A provider is told who manages the case and, through the referral, nothing else of it; whoever closes a case
# learns how many referrals are open although they may not see them. Both answer only about records in sight.
FUNCTIONS = """
CREATE FUNCTION sec.case_manager_of_referral(referral uuid) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    SELECT c.case_manager_id FROM referrals_referral r JOIN cases_case c ON c.id = r.case_id
     WHERE r.id = referral AND sec.context_is_genuine()
       AND (r.acl && sec.principals() OR session_user = 'samaan_job')
$$;
CREATE FUNCTION sec.open_referrals_of_case(whose uuid) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    SELECT count(*) FROM referrals_referral r JOIN cases_case c ON c.id = r.case_id
     WHERE c.id = whose AND r.status IN ('sent', 'viewed', 'accepted', 'in_progress') AND sec.context_is_genuine()
       AND (c.acl && sec.principals() OR session_user = 'samaan_job')
$$;
GRANT EXECUTE ON FUNCTION sec.case_manager_of_referral(uuid), sec.open_referrals_of_case(uuid)
    TO samaan_app, samaan_job, samaan_guard;
GRANT CREATE ON SCHEMA sec TO samaan_guard;
ALTER FUNCTION sec.case_manager_of_referral(uuid) OWNER TO samaan_guard;
ALTER FUNCTION sec.open_referrals_of_case(uuid) OWNER TO samaan_guard;
REVOKE CREATE ON SCHEMA sec FROM samaan_guard;
"""
REVERSE = "DROP FUNCTION sec.case_manager_of_referral(uuid), sec.open_referrals_of_case(uuid)"


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial"), ("cases", "0002_row_security"), ("access", "0002_row_security")]

    operations = [
        Protect("referrals_referral"),
        Protect("referrals_referralslice", record="referral_id", compartment="slice"),
        Protect("referrals_consent", record="referral_id", compartment="consent"),
        Protect("referrals_message", record="referral_id", compartment="chat"),
        Protect("referrals_reading", record="referral_id", compartment="chat"),
        Protect("referrals_delivery", record="referral_id"),
        Protect("referrals_feedback", record="referral_id"),
        migrations.RunSQL(FUNCTIONS, reverse_sql=REVERSE),
    ]
