"""Figures are written by the worker, once, and changed by nobody."""

from django.db import migrations

WRITTEN_ONCE = """
REVOKE INSERT, UPDATE, DELETE ON insights_release, insights_figure FROM samaan_app;
REVOKE UPDATE, DELETE ON insights_release, insights_figure FROM samaan_job;
"""
REVERSE = "GRANT INSERT, UPDATE, DELETE ON insights_release, insights_figure TO samaan_app, samaan_job"


class Migration(migrations.Migration):
    dependencies = [("insights", "0001_initial")]

    operations = [migrations.RunSQL(WRITTEN_ONCE, reverse_sql=REVERSE)]
