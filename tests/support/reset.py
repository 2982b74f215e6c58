"""Putting a test database back after a test that committed: every row gone but those of the template."""

import psycopg
from psycopg import sql

from tests.support.template import tables


def reset(dsn: str) -> None:
    """As administrator, without triggers: row security, append-only tables and foreign keys do not stand in the way."""
    with psycopg.connect(dsn) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET lock_timeout = '10s'")
        kept = set(tables(connection, "kept"))
        for table in not_empty(connection):
            connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier("public", table)))
        for table in kept:
            put_back(connection, table)


def not_empty(connection: psycopg.Connection) -> list[str]:
    """The tables that hold at least one row."""
    query = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(sql.Literal(table), sql.Identifier("public", table))
        for table in tables(connection)
    )
    return [row[0] for row in connection.execute(query)]


def put_back(connection: psycopg.Connection, table: str) -> None:
    """The template's rows of one table, but for columns the database computes itself."""
    rows = connection.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    columns = sql.SQL(", ").join(sql.Identifier(row[0]) for row in rows)
    connection.execute(
        sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM {}").format(
            sql.Identifier("public", table), columns, columns, sql.Identifier("kept", table)
        )
    )
