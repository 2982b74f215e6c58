"""Row security of the records about organisations and accounts, and what the database does when an account ends."""

from pathlib import Path

from django.db import migrations

from samaan.access.operations import Protect

SQL = (Path(__file__).parent / "accounts_end.sql").read_text()
REVERSE = """
DROP TRIGGER delegates_follow ON access_grant; DROP TRIGGER delegates_lose ON access_grant;
DROP FUNCTION sec.delegates_follow(); DROP FUNCTION sec.delegates_lose(); DROP FUNCTION sec.delegation_ends() CASCADE;
DROP FUNCTION sec.take_on(uuid); DROP FUNCTION sec.pass_on(access_grant[]); DROP FUNCTION sec.held_by(bigint[]);
DROP FUNCTION sec.end_grants_of(bigint); DROP FUNCTION sec.looks_after(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0001_initial"),
        ("access", "0010_delegation"),
        ("audit", "0004_lean_triggers"),
        ("accounts", "0003_how_accounts_end"),
    ]

    operations = [
        Protect("staff_proposal"),
        Protect("staff_review"),
        Protect("staff_delegation"),
        migrations.RunSQL(SQL, reverse_sql=REVERSE),
    ]
