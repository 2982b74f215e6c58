"""The five database roles, the database itself, and who may do what in it. Safe to run again at any time.

owner    migrations; owns the tables
app      web pages; not owner, bound by row security
job      the worker; bound by row security, sets a context with a purpose
sealer   seals the event stream
auditor  reads the sealed stream
guard    nobody signs in as it: it owns the functions that look behind row security
"""

import json
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from samaan import keyfiles
from samaan.config import DATABASE_ROLES, Config

OWNER, APP, JOB, GUARD = "samaan_owner", "samaan_app", "samaan_job", "samaan_guard"
AUDITOR = "samaan_auditor"
LOGIN_ROLES = tuple(f"samaan_{name}" for name in DATABASE_ROLES)
OLDEST = 15
LIMITS = {
    APP: {"statement_timeout": "30s", "idle_in_transaction_session_timeout": "60s", "lock_timeout": "10s"},
    JOB: {"statement_timeout": "5min", "idle_in_transaction_session_timeout": "5min", "lock_timeout": "30s"},
}
# What each new table of the owner allows at once; migrations take away what must not be.
DEFAULTS = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES",
    "GRANT USAGE, SELECT ON SEQUENCES",
    "GRANT EXECUTE ON FUNCTIONS",
)


class RolesError(Exception):
    """The server cannot hold a Samaan database; the message says why."""


def ensure_roles(admin_dsn: str, data_dir: Path) -> bool:
    """Make what is missing of roles, database and privileges; says whether the database is new.

    `admin_dsn` names the Samaan database; the administrator signs in to the database `postgres` first.
    """
    name = conninfo_to_dict(admin_dsn)["dbname"]
    assert isinstance(name, str)
    passwords = ensure_passwords(data_dir)
    with psycopg.connect(make_conninfo(admin_dsn, dbname="postgres"), autocommit=True) as connection:
        refuse_old_server(connection)
        make_roles(connection, passwords)
        new = make_database(connection, name)
    with psycopg.connect(admin_dsn, autocommit=True) as connection:
        set_privileges(connection)
    return new


def ensure_passwords(data_dir: Path) -> dict[str, str]:
    """The passwords of the login roles, kept in the data folder for their owner only."""
    path = data_dir / "database-roles.json"
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = [role for role in LOGIN_ROLES if role not in known]
    if missing:
        known |= {role: secrets.token_urlsafe(32) for role in missing}
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        keyfiles.replace_private(path, json.dumps(known, indent=1))
    return known


def refuse_old_server(connection: psycopg.Connection) -> None:
    """Row security as we use it needs PostgreSQL 15."""
    major = connection.info.server_version // 10000
    if major < OLDEST:
        raise RolesError(f"This is PostgreSQL {major}; Samaan needs {OLDEST} or later.")


def make_roles(connection: psycopg.Connection, passwords: dict[str, str]) -> None:
    """Make each role, or give an existing one the password and limits it should have."""
    for role in (*LOGIN_ROLES, GUARD):
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
            run(connection, "CREATE ROLE {}", role)
        # NOINHERIT: on PostgreSQL 15 this is what keeps the owner from seeing as the guard without SET ROLE.
        run(connection, "ALTER ROLE {} NOINHERIT NOCREATEDB NOCREATEROLE", role)
    for role in LOGIN_ROLES:
        set_password(connection, role, passwords[role])
    for role, limits in LIMITS.items():
        for name, value in limits.items():
            run(connection, "ALTER ROLE {} SET {} = {}", role, name, sql.Literal(value))
    refuse_privileged(connection)
    newer = connection.info.server_version >= 160000
    run(connection, "GRANT {} TO {}" + (" WITH INHERIT FALSE, SET TRUE" if newer else ""), GUARD, OWNER)
    if not is_superuser(connection):
        run(connection, "GRANT {} TO CURRENT_USER", OWNER)


def set_password(connection: psycopg.Connection, role: str, password: str) -> None:
    """Store the password as its SCRAM verifier, so that the clear text reaches no server log."""
    verifier = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    run(connection, "ALTER ROLE {} LOGIN PASSWORD {}", role, sql.Literal(verifier.decode()))


def refuse_privileged(connection: psycopg.Connection) -> None:
    """No role of ours may step around row security."""
    rows = connection.execute(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND (rolsuper OR rolbypassrls OR rolreplication)",
        [[*LOGIN_ROLES, GUARD]],
    ).fetchall()
    if rows:
        names = ", ".join(row[0] for row in rows)
        raise RolesError(f"{names}: take SUPERUSER, BYPASSRLS and REPLICATION away from this role first.")


def is_superuser(connection: psycopg.Connection) -> bool:
    """Whether the administrator is a superuser; on managed servers it is not."""
    row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    return bool(row and row[0])


def make_database(connection: psycopg.Connection, name: str) -> bool:
    """Make the database in UTF-8 when it is missing; says whether it is new."""
    row = connection.execute(
        "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = %s", [name]
    ).fetchone()
    if row:
        if row[0] != "UTF8":
            raise RolesError(f"The database {name} is in {row[0]}; it must be in UTF8.")
        run(connection, "ALTER DATABASE {} OWNER TO {}", name, OWNER)
        return False
    newer = connection.info.server_version >= 170000
    collation = "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'" if newer else "LOCALE 'C.UTF-8'"
    run(connection, "CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' " + collation, name, OWNER)
    return True


def holds_tables(admin_dsn: str) -> bool:
    """Whether the database exists and migrations were run in it."""
    try:
        with psycopg.connect(admin_dsn) as connection:
            row = connection.execute("SELECT to_regclass('public.django_migrations') IS NOT NULL").fetchone()
    except psycopg.OperationalError as error:
        # 3D000: there is no such database. Anything else is trouble that must not look like a new installation.
        if error.sqlstate == "3D000" or "does not exist" in str(error):
            return False
        raise
    return bool(row and row[0])


def set_privileges(connection: psycopg.Connection) -> None:
    """Only our roles connect, only the owner makes tables, app and job may use what the owner makes."""
    run(connection, "REVOKE ALL ON DATABASE {} FROM PUBLIC", connection.info.dbname)
    for role in LOGIN_ROLES:
        run(connection, "GRANT CONNECT ON DATABASE {} TO {}", connection.info.dbname, role)
    # The schema belongs to whoever owns the database, which only a superuser may skip saying.
    run(connection, "SET ROLE pg_database_owner" if not is_superuser(connection) else "RESET ROLE")
    run(connection, "REVOKE ALL ON SCHEMA public FROM PUBLIC")
    run(connection, "GRANT ALL ON SCHEMA public TO {}", OWNER)
    for role in (*LOGIN_ROLES, GUARD):
        run(connection, "GRANT USAGE ON SCHEMA public TO {}", role)
    run(connection, "RESET ROLE")
    for grant in DEFAULTS:
        run(
            connection, "ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public " + grant + " TO {}, {}", OWNER, APP, JOB
        )


def run(connection: psycopg.Connection, statement: str, *parts: "str | sql.Composable") -> None:
    """Execute a statement of ours; plain words become quoted identifiers."""
    quoted: list[Any] = [sql.Identifier(part) if isinstance(part, str) else part for part in parts]
    connection.execute(sql.SQL(statement).format(*quoted))


def admin_dsn(config: Config, *, default_user: str = "postgres") -> str:
    """The administrator's connection from SAMAAN_DATABASE_URL, to the Samaan database."""
    split = urlsplit(config.database_url)
    host, port, name = config.database_address()
    password = {"password": unquote(split.password)} if split.password else {}
    return make_conninfo(host=host, port=port, dbname=name, user=unquote(split.username or default_user), **password)


def role_dsn(config: Config, role: str) -> str:
    """How one of our roles connects to the Samaan database."""
    host, port, name = config.database_address()
    return make_conninfo(host=host, port=port, dbname=name, user=role, password=config.role_passwords()[role])
