from django.db import migrations

from samaan.access.operations import Protect


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("people", "0002_row_security"), ("access", "0002_row_security")]

    operations = [
        Protect("intake_report"),
        Protect("intake_reportperson", record="report_id", compartment="persons"),
        Protect("intake_reportercontact", record="report_id", compartment="reporter"),
        Protect("intake_receipt", record="report_id", compartment="*"),
        Protect("intake_reportmessage", record="report_id", compartment="receipt"),
    ]
