"""Filled-in forms are among what goes with a record."""

from importlib import import_module

from django.db import migrations

DISPOSAL_SQL = import_module("samaan.retention.migrations.0002_row_security").DISPOSAL_SQL
BEGINS, ENDS = "CREATE FUNCTION sec.disposal_plan", "END $$;"
BEFORE_IT = "GRANT CREATE ON SCHEMA sec TO samaan_guard; SET LOCAL ROLE samaan_guard;"
AFTER_IT = "RESET ROLE; REVOKE CREATE ON SCHEMA sec FROM samaan_guard;"
BEFORE = "'answers', count(*) FROM intake_screeninganswer WHERE report_id = ANY (going)"
NOW = "'forms', count(*) FROM questionnaires_submission WHERE of_record = ANY (going)"


def plan() -> str:
    """The function that tells what goes, as it was written first."""
    text = DISPOSAL_SQL[DISPOSAL_SQL.index(BEGINS) :]
    function = text[: text.index(ENDS) + len(ENDS)].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)
    return f"{BEFORE_IT}\n{function}\n{AFTER_IT}"


class Migration(migrations.Migration):
    dependencies = [("retention", "0002_row_security"), ("questionnaires", "0002_row_security")]

    operations = [migrations.RunSQL(plan().replace(BEFORE, NOW), plan())]
