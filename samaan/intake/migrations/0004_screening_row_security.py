from django.db import migrations

from samaan.access.operations import Protect

TABLES = ["screening", "screeninganswer", "earlieranswer", "sitting", "reviewquestion", "determination"]


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_screening"), ("access", "0002_row_security")]

    operations = [Protect(f"intake_{table}", record="report_id", compartment="screening") for table in TABLES]
