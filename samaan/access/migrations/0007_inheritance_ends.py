"""What a record inherits may end or move: who sees the target then follows, as it does when an inheritance begins."""

from django.db import migrations

ENDS = """
CREATE TRIGGER inheritance_ended AFTER DELETE ON access_inheritance REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.inheritance_changed();
CREATE TRIGGER inheritance_moved_from AFTER UPDATE ON access_inheritance REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.inheritance_changed();
CREATE TRIGGER inheritance_moved_to AFTER UPDATE ON access_inheritance REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.inheritance_changed();
"""
REVERSE = """
DROP TRIGGER inheritance_ended ON access_inheritance;
DROP TRIGGER inheritance_moved_from ON access_inheritance;
DROP TRIGGER inheritance_moved_to ON access_inheritance;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0006_consent_ledger")]

    operations = [migrations.RunSQL(ENDS, reverse_sql=REVERSE)]
