"""sec.refresh is written out for all protected tables, whatever the order of the migrations."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)


def source(connection) -> str:
    return connection.execute("SELECT prosrc FROM pg_proc WHERE oid = 'sec.refresh'::regproc").fetchone()[0]


def test_every_protected_table_is_in_it(admin_connection):
    tables = [row[0] for row in admin_connection.execute("SELECT name FROM sec.protected_table")]
    assert len(tables) > 20
    written = source(admin_connection)
    assert [table for table in tables if f"UPDATE {table} SET acl" not in written] == []


def test_a_table_protected_later_is_added_and_one_given_up_is_left_out(owner_connection):
    with owner_connection.transaction(force_rollback=True):
        owner_connection.execute("INSERT INTO sec.protected_table VALUES ('later_table', 'record_id', 'summary', NULL)")
        assert "UPDATE later_table SET acl" in source(owner_connection)
        owner_connection.execute("DELETE FROM sec.protected_table WHERE name = 'later_table'")
        assert "later_table" not in source(owner_connection)


def test_it_stays_the_guards_and_nobody_may_create_beside_it(admin_connection):
    owner, creates = admin_connection.execute(
        "SELECT pg_get_userbyid(proowner), has_schema_privilege('samaan_guard', 'sec', 'CREATE')"
        " FROM pg_proc WHERE oid = 'sec.refresh'::regproc"
    ).fetchone()
    assert (owner, creates) == ("samaan_guard", False)


@pytest.mark.parametrize("name", ["refresh", "acl_of", "barred_from"])
def test_what_looks_behind_row_security_is_not_the_applications_to_call(admin_connection, name):
    app, job = admin_connection.execute(
        "SELECT has_function_privilege('samaan_app', oid, 'EXECUTE'),"
        " has_function_privilege('samaan_job', oid, 'EXECUTE') FROM pg_proc WHERE oid = ('sec.' || %s)::regproc",
        [name],
    ).fetchone()
    assert (app, job) == (False, False)
