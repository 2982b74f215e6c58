"""Which tables a backup holds, in which order they are put back, and what of them stays behind."""

from graphlib import TopologicalSorter

import psycopg

from samaan.server.backup import BackupError
from samaan.server.roles import GUARD

# Sessions and tokens end with a restore, and files half on their way have no pieces there, so none of them is in an
# archive; which migrations ran stands in the header. Telephones stay: who holds one may not know for weeks that it
# cannot send what it has.
LEFT_OUT = frozenset({"django_migrations", "django_session", "signin_session", "accounts_apitoken", "vault_upload"})
# Numbers of transactions, which mean something only in the server that counted them: a restored row gets the
# restoring transaction's. Else a later transaction with an old one's number would pass for it (sec.begun_now).
OF_THE_SERVER = {("access_record", "begun_in"), ("audit_event", "xid")}

TABLES = """
    SELECT c.relname, c.relrowsecurity,
           array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE a.attgenerated = '')
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
     GROUP BY c.oid ORDER BY c.relname
"""
# The guard sees every row of a table when a policy says so for it and none takes away.
NOT_WHOLE = """
    SELECT c.relname FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relrowsecurity
       AND (NOT has_table_privilege(%(guard)s, c.oid, 'SELECT')
            OR NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive
                            AND p.polcmd IN ('r', '*') AND p.polroles @> ARRAY[%(guard)s::regrole::oid]
                            AND pg_get_expr(p.polqual, p.polrelid) = 'true')
            OR EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive))
     ORDER BY 1
"""
REFERENCES = """
    SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint
     WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND conrelid <> confrelid AND NOT condeferrable
"""


def columns(connection: psycopg.Connection) -> dict[str, list[str]]:
    """Each table a backup holds, with its columns."""
    return {
        name: [column for column in found if (name, column) not in OF_THE_SERVER]
        for name, _secured, found in connection.execute(TABLES)
        if name not in LEFT_OUT
    }


def secured(connection: psycopg.Connection) -> set[str]:
    """The tables behind row security, which only the guard sees whole."""
    return {name for name, is_secured, _found in connection.execute(TABLES) if is_secured}


def refuse_partial(connection: psycopg.Connection) -> None:
    """A table the guard does not see whole would be in the archive with rows missing, and nobody would notice."""
    names = [row[0] for row in connection.execute(NOT_WHOLE, {"guard": GUARD})]
    if names:
        raise BackupError(
            f"Row security hides rows of {', '.join(names)} from the backup. Run: samaan migrate. If that does not"
            f" help, the table lacks a policy or SELECT for {GUARD}."
        )


def in_order(connection: psycopg.Connection) -> dict[str, list[str]]:
    """The same, each table after those that it must not be filled before."""
    found = columns(connection)
    sorter: TopologicalSorter[str] = TopologicalSorter({name: set() for name in found})
    for child, parent in connection.execute(REFERENCES):
        sorter.add(child, parent)
    return {name: found[name] for name in sorter.static_order() if name in found}
