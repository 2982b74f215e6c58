"""A case can be opened in an emergency; whoever is kept out of its report is kept out of it, and the other way round."""

from django.db import migrations

SQL = """
INSERT INTO sec.emergency_table VALUES ('case', 'cases_case');
GRANT INSERT ON access_inheritance TO samaan_guard;
SET LOCAL ROLE samaan_guard;
INSERT INTO access_inheritance (id, source_id, compartment, target_id)
    SELECT gen_random_uuid(), source_report_id, 'wall', id FROM cases_case WHERE source_report_id IS NOT NULL
    UNION ALL
    SELECT gen_random_uuid(), id, 'wall', source_report_id FROM cases_case WHERE source_report_id IS NOT NULL;
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_merging"), ("access", "0009_walls")]

    operations = [
        migrations.RunSQL(SQL, reverse_sql="DELETE FROM sec.emergency_table WHERE kind = 'case'"),
    ]
