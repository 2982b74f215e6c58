"""Row security of filled-in forms: each row in the compartment of its record that its form, or its question, names."""

from django.db import migrations

from samaan.access.operations import Protect

TABLES = ("submission", "part", "earlieranswer", "figure", "sitting")


class Migration(migrations.Migration):
    dependencies = [
        ("questionnaires", "0001_initial"),
        ("access", "0011_counts_of_a_day"),
        ("retention", "0002_row_security"),
    ]

    operations = [
        Protect(f"questionnaires_{table}", record="of_record", compartment_column="compartment") for table in TABLES
    ]
