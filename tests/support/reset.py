"""Putting a test database back after a test that committed: every row gone but those of the template."""

from functools import cache
from pathlib import Path

import psycopg

FUNCTION = (Path(__file__).parent / "reset.sql").read_text()


def reset(dsn: str) -> None:
    """In a session that stays: what it has learnt of the tables, it knows the next time."""
    try:
        session(dsn).execute("SELECT pg_temp.reset()")
    except psycopg.OperationalError:
        # The server was stopped since, or somebody still held a row.
        session.cache_clear()
        session(dsn).execute("SELECT pg_temp.reset()")


@cache
def session(dsn: str) -> psycopg.Connection:
    """As administrator, without triggers: row security, append-only tables and foreign keys do not stand in the way."""
    connection = psycopg.connect(dsn, autocommit=True)
    connection.execute("SET session_replication_role = replica")
    connection.execute("SET lock_timeout = '10s'")
    connection.execute(FUNCTION)
    return connection
