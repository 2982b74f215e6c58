from django.db import migrations

from samaan.access.operations import Protect


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("access", "0002_row_security")]

    operations = [Protect("people_person", compartment="*")]
