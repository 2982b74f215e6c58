"""An alert is seen by the person it is for; a clock by whoever sees its record."""

from django.db import migrations

from samaan.access.operations import Protect

OWN = "(SELECT sec.context_is_genuine()) AND ARRAY[(1::bigint << 56) | user_id] && sec.principals()"

SQL = f"""
ALTER TABLE alerts_alert ENABLE ROW LEVEL SECURITY;
ALTER TABLE alerts_alert FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON alerts_alert FOR SELECT TO samaan_app USING ({OWN});
CREATE POLICY readable ON alerts_alert FOR UPDATE TO samaan_app USING ({OWN});
CREATE POLICY raisable ON alerts_alert FOR INSERT TO samaan_app WITH CHECK ((SELECT sec.context_is_genuine()));
CREATE POLICY job ON alerts_alert TO samaan_job USING ((SELECT sec.purpose()) <> '');
"""


class Migration(migrations.Migration):
    dependencies = [("alerts", "0001_initial"), ("access", "0002_row_security")]

    operations = [
        Protect("alerts_clock", record="record_id", compartment="*"),
        Protect("alerts_escalation", record="record_id", compartment="*"),
        migrations.RunSQL(SQL, reverse_sql=migrations.RunSQL.noop),
    ]
