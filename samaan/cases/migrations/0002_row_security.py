from django.db import migrations

from samaan.access.operations import Protect

SEQUENCE = "CREATE SEQUENCE cases_pseudonym MINVALUE 0 START 0"
# What was written or assessed stays as it was.
ADD_ONLY = "REVOKE UPDATE, DELETE, TRUNCATE ON cases_note, cases_riskassessment FROM samaan_app, samaan_job"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("people", "0002_row_security"),
        ("access", "0002_row_security"),
        ("common", "0001_references"),
    ]

    operations = [
        Protect("cases_case"),
        Protect("cases_caseteammember", record="case_id"),
        Protect("cases_riskassessment", record="case_id"),
        Protect("cases_note", record="case_id", compartment_column="compartment"),
        Protect("cases_task", record="case_id", compartment_column="compartment"),
        Protect("cases_document", record="case_id", compartment_column="compartment"),
        migrations.RunSQL(SEQUENCE, reverse_sql="DROP SEQUENCE cases_pseudonym"),
        migrations.RunSQL(ADD_ONLY, reverse_sql=migrations.RunSQL.noop),
    ]
