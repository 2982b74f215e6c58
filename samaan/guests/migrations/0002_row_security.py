from django.db import migrations

from samaan.access.operations import Protect


class Migration(migrations.Migration):
    dependencies = [("guests", "0001_initial"), ("access", "0012_guest_basis")]

    operations = [
        Protect("guests_link", record="referral_id", compartment="*"),
        Protect("guests_surveylink", record="referral_id", compartment="*"),
    ]
