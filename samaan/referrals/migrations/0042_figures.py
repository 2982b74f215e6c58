"""What the person found of the service is a part of its own; how providers do is counted, never listed."""

from pathlib import Path

from django.db import migrations

from samaan.access.operations import Protect

FIGURES = (Path(__file__).parent / "figures.sql").read_text()
REVERSE = "DROP FUNCTION sec.provider_figures(timestamptz, integer), sec.reads_figures()"


class Migration(migrations.Migration):
    dependencies = [("referrals", "0041_survey"), ("audit", "0003_who_reads_the_log")]

    operations = [
        Protect("referrals_surveyanswer", record="referral_id", compartment="survey"),
        migrations.RunSQL(FIGURES, reverse_sql=REVERSE),
    ]
