"""The database roles: what each may do, and that making them again changes nothing."""

import json
import stat
from pathlib import Path

import psycopg
import pytest
from psycopg import errors
from psycopg.conninfo import make_conninfo

from samaan.server.roles import GUARD, LOGIN_ROLES, ensure_roles
from tests.support import template


@pytest.fixture
def admin_dsn(transactional_db) -> str:
    return template.admin_dsn(Path(template.os.environ["SAMAAN_DATA_DIR"]), current_database())


def current_database() -> str:
    from django.db import connection

    return connection.settings_dict["NAME"]


@pytest.fixture
def as_role(admin_dsn):
    """`as_role("app")` is a connection as samaan_app."""
    from samaan.config import read

    passwords = read().role_passwords()
    opened: list[psycopg.Connection] = []

    def connect(name: str) -> psycopg.Connection:
        role = f"samaan_{name}"
        opened.append(psycopg.connect(make_conninfo(admin_dsn, user=role, password=passwords[role]), autocommit=True))
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()


def test_no_role_has_power_it_does_not_need(admin_connection):
    rows = admin_connection.execute(
        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'samaan\\_%' AND (rolsuper OR rolbypassrls OR rolcreaterole"
        " OR rolcreatedb OR rolreplication OR rolinherit)"
    )
    assert rows.fetchall() == []


def test_nobody_signs_in_as_the_guard(admin_connection):
    rows = admin_connection.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE 'samaan\\_%' AND NOT rolcanlogin")
    assert rows.fetchall() == [(GUARD,)]


def test_the_owner_sees_as_the_guard_only_by_saying_so(admin_connection):
    row = admin_connection.execute(
        "SELECT pg_has_role('samaan_owner', 'samaan_guard', 'USAGE'),"
        " pg_has_role('samaan_owner', 'samaan_guard', 'MEMBER')"
    ).fetchone()
    assert row == (False, True)


def test_only_our_roles_may_connect(admin_connection):
    admin_connection.execute("DROP ROLE IF EXISTS stranger")
    admin_connection.execute("CREATE ROLE stranger")
    try:
        query = "SELECT has_database_privilege(%s, current_database(), 'CONNECT')"
        assert admin_connection.execute(query, ["stranger"]).fetchone() == (False,)
        for role in LOGIN_ROLES:
            assert admin_connection.execute(query, [role]).fetchone() == (True,)
    finally:
        admin_connection.execute("DROP ROLE stranger")


@pytest.mark.parametrize("name", ["app", "job", "sealer", "auditor"])
def test_only_the_owner_makes_tables(as_role, name):
    for statement in ("CREATE TABLE public.mine ()", "CREATE SCHEMA mine", "CREATE TEMPORARY TABLE mine ()"):
        with pytest.raises(errors.InsufficientPrivilege):
            as_role(name).execute(statement)


@pytest.mark.parametrize("name", ["app", "job"])
def test_a_new_table_of_the_owner_can_be_used_but_not_emptied(as_role, name):
    owner = as_role("owner")
    owner.execute("CREATE TABLE fresh (id bigserial PRIMARY KEY)")
    try:
        user = as_role(name)
        user.execute("INSERT INTO fresh DEFAULT VALUES")
        assert user.execute("SELECT count(*) FROM fresh").fetchone() == (1,)
        with pytest.raises(errors.InsufficientPrivilege):
            user.execute("TRUNCATE fresh")
        with pytest.raises(errors.InsufficientPrivilege):
            user.execute("ALTER TABLE fresh ADD COLUMN more int")
        with pytest.raises(errors.InsufficientPrivilege):
            as_role("sealer").execute("SELECT * FROM fresh")
    finally:
        owner.execute("DROP TABLE fresh")


def test_which_migrations_ran_is_the_owners_to_write(as_role):
    assert as_role("app").execute("SELECT count(*) > 0 FROM django_migrations").fetchone() == (True,)
    with pytest.raises(errors.InsufficientPrivilege):
        as_role("app").execute("DELETE FROM django_migrations")


def test_pages_do_not_hold_the_database_up(as_role):
    show = as_role("app").execute(
        "SELECT current_setting('statement_timeout'), current_setting('idle_in_transaction_session_timeout'),"
        " current_setting('lock_timeout')"
    )
    assert show.fetchone() == ("30s", "1min", "10s")


def test_passwords_are_for_their_owner_only_and_reach_no_catalogue_in_clear(admin_connection):
    path = Path(template.os.environ["SAMAAN_DATA_DIR"]) / "database-roles.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    stored = dict(
        admin_connection.execute("SELECT rolname, rolpassword FROM pg_authid WHERE rolname LIKE 'samaan\\_%'")
    )
    assert all(stored[role].startswith("SCRAM-SHA-256$") for role in LOGIN_ROLES)
    assert set(json.loads(path.read_text())) == set(LOGIN_ROLES)


def test_making_them_again_changes_nothing(admin_dsn, as_role):
    folder = Path(template.os.environ["SAMAAN_DATA_DIR"])
    before = (folder / "database-roles.json").read_text()
    assert ensure_roles(admin_dsn, folder) is False
    assert (folder / "database-roles.json").read_text() == before
    assert as_role("app").execute("SELECT 1").fetchone() == (1,)


def test_a_role_that_could_see_past_row_security_is_refused(admin_dsn, admin_connection):
    from samaan.server.roles import RolesError

    admin_connection.execute("ALTER ROLE samaan_auditor BYPASSRLS")
    try:
        with pytest.raises(RolesError, match="samaan_auditor"):
            ensure_roles(admin_dsn, Path(template.os.environ["SAMAAN_DATA_DIR"]))
    finally:
        admin_connection.execute("ALTER ROLE samaan_auditor NOBYPASSRLS")


def test_an_administrator_who_is_no_superuser_will_do(admin_dsn, admin_connection):
    admin_connection.execute("CREATE ROLE keeper LOGIN CREATEROLE CREATEDB PASSWORD 'keeper-of-roles'")
    if admin_connection.info.server_version >= 160000:
        # On such servers the roles are made by this administrator in the first place.
        for role in (*LOGIN_ROLES, GUARD):
            admin_connection.execute(f"GRANT {role} TO keeper WITH ADMIN OPTION")
    else:
        admin_connection.execute("GRANT samaan_owner TO keeper")
    name = f"{current_database()}_managed"
    dsn = make_conninfo(admin_dsn, user="keeper", password="keeper-of-roles", dbname=name)
    try:
        assert ensure_roles(dsn, Path(template.os.environ["SAMAAN_DATA_DIR"])) is True
    finally:
        admin_connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        admin_connection.execute("DROP OWNED BY keeper CASCADE")
        admin_connection.execute("DROP ROLE keeper")
