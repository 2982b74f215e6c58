"""Where referrals wait, for whoever steers the referral mechanism."""

from pathlib import Path

from django.db import migrations

STEERING = (Path(__file__).parent / "steering.sql").read_text()
REVERSE = """
DROP INDEX referrals_by_clock, referrals_open, referrals_waiting;
DROP FUNCTION sec.waiting_referrals(uuid, integer), sec.open_referrals_by_age(),
    sec.answers_in_time(timestamptz, timestamptz), sec.may_steer();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("insights", "0002_written_once"),
        ("referrals", "0003_consent_in_ledger"),
        ("directory", "0001_initial"),
        ("sealed", "0003_lapsed"),
    ]

    operations = [migrations.RunSQL(STEERING, reverse_sql=REVERSE)]
