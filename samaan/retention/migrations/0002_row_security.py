"""Row security, legal hold, and the one function that destroys."""

from pathlib import Path

from django.db import migrations

from samaan.access.operations import Protect

DISPOSAL_SQL = (Path(__file__).parent / "disposal.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("retention", "0001_initial"),
        ("access", "0010_delegation"),
        ("alerts", "0002_row_security"),
        ("audit", "0004_lean_triggers"),
        ("cases", "0005_walls"),
        ("intake", "0007_informant_sealed"),
        ("people", "0009_finding_faster"),
        ("referrals", "0003_consent_in_ledger"),
        ("sealed", "0002_row_security"),
        ("staff", "0002_row_security"),
        ("vault", "0005_sealed_keys"),
        ("walls", "0002_row_security"),
    ]

    operations = [
        Protect("retention_due", record="of_record"),
        Protect("retention_hold", record="of_record"),
        Protect("retention_proposal", record="of_record"),
        Protect("retention_certificate"),
        Protect("retention_owndatarequest", record="case_id", compartment="identity"),
        Protect("retention_owntext", record="case_id", compartment_column="compartment"),
        migrations.RunSQL("CREATE SEQUENCE reference_d", reverse_sql="DROP SEQUENCE reference_d"),
        migrations.RunSQL(DISPOSAL_SQL, reverse_sql=migrations.RunSQL.noop),
    ]
