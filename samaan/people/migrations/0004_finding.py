"""The functions that look for a name, a telephone or a document number behind row level security."""

from pathlib import Path

from django.db import migrations

FINDING_SQL = (Path(__file__).parent / "finding.sql").read_text()
REVERSE = """
DROP FUNCTION sec.people_named(text[], integer, integer, integer);
DROP FUNCTION sec.people_numbered(bigint[], bigint[], integer);
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0003_search_tokens")]

    operations = [migrations.RunSQL(FINDING_SQL, reverse_sql=REVERSE)]
