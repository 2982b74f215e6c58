from django.db import migrations

# Whoever closes a case learns of those asked about and on a waiting list as well.
OPEN = "'sent', 'viewed', 'information_asked', 'waiting_list', 'accepted', 'in_progress'"
BEFORE = "'sent', 'viewed', 'accepted', 'in_progress'"
FUNCTION = """
GRANT CREATE ON SCHEMA sec TO samaan_guard; SET LOCAL ROLE samaan_guard;
CREATE OR REPLACE FUNCTION sec.open_referrals_of_case(whose uuid) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    SELECT count(*) FROM referrals_referral r JOIN cases_case c ON c.id = r.case_id
     WHERE c.id = whose AND r.status IN (%s) AND sec.context_is_genuine()
       AND (c.acl && sec.principals() OR session_user = 'samaan_job')
$$;
RESET ROLE; REVOKE CREATE ON SCHEMA sec FROM samaan_guard;
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0030_states")]

    operations = [migrations.RunSQL(FUNCTION % OPEN, reverse_sql=FUNCTION % BEFORE)]
