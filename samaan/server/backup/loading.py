"""Putting the rows of an archive into a database of the same tables: all of them in one transaction, or none.

The tables come from this program's migrations, never from the archive: whoever can write to a backup folder can forge
an archive, and would have its SQL executed as the owner.
"""

from collections.abc import Iterator

import psycopg
from psycopg import sql

from samaan.server.backup import BackupError, catalog
from samaan.server.backup.documents import Documents
from samaan.server.backup.manifest import Header, Manifest

# What is kept of a record, by the column that names it; the log outlives all of it, and so does a certificate.
PROTECTED = (
    "SELECT name, record_column FROM sec.protected_table WHERE name NOT IN ('audit_event', 'retention_certificate')"
    " ORDER BY name"
)
BESIDE = (("alerts_alert", "record_id"), ("access_inheritance", "source_id"))
# Every reference to a protected table, and whether it may be empty.
NAMES_PROTECTED = """
    SELECT c.conrelid::regclass::text, a.attname::text, c.confrelid::regclass::text, k.attname::text, NOT a.attnotnull
      FROM pg_constraint c
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
      JOIN pg_attribute k ON k.attrelid = c.confrelid AND k.attnum = c.confkey[1]
      JOIN sec.protected_table p ON p.name = c.confrelid::regclass::text
     WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace AND cardinality(c.conkey) = 1
     ORDER BY 1, 2
"""


class Loader:
    """Takes what an archive holds: rows into a database, documents to where they go."""

    def __init__(self, connection: psycopg.Connection, documents: Documents) -> None:
        self.connection, self.documents = connection, documents
        self.columns: dict[str, list[str]] = {}

    def begin(self, header: Header) -> None:
        """Refuse other tables than ours, then empty them and let the owner fill them."""
        ours = catalog.columns(self.connection)
        differing = sorted(
            name for name in ours.keys() | header.columns.keys() if ours.get(name) != header.columns.get(name)
        )
        if differing:
            raise BackupError(f"The archive does not fit this version of the program: {', '.join(differing[:5])}.")
        self.columns = header.columns
        self.secured = catalog.secured(self.connection)
        self._run("SET CONSTRAINTS ALL DEFERRED")
        for name in self.columns:
            self._run("ALTER TABLE {} DISABLE TRIGGER USER", name)
            if name in self.secured:
                self._run("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY", name)
        emptied = [*self.columns, *sorted(catalog.LEFT_OUT - {"django_migrations"})]
        listed = sql.SQL(", ").join(sql.Identifier("public", name) for name in emptied)
        self.connection.execute(sql.SQL("TRUNCATE {}").format(listed))

    def rows(self, table: str, content: Iterator[bytes]) -> int:
        listed = sql.SQL(", ").join(map(sql.Identifier, self.columns[table]))
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier("public", table), listed)
        with self.connection.cursor() as cursor:
            with cursor.copy(statement) as copy:
                for piece in content:
                    copy.write(piece)
            return cursor.rowcount

    def document(self, name: str, content: Iterator[bytes]) -> None:
        self.documents.put(name, content)

    def finish(self, manifest: Manifest, erased: set[str]) -> int:
        """Whoever was erased stays so, references hold, numbers go on, triggers and row security are as before.

        Returns how many came back with the archive and were erased anew.
        """
        again = self._erase_anew(erased)
        self._run("SET CONSTRAINTS ALL IMMEDIATE")
        for name in self.columns:
            self._run("ALTER TABLE {} ENABLE TRIGGER USER", name)
            if name in self.secured:
                self._run("ALTER TABLE {} FORCE ROW LEVEL SECURITY", name)
        for name, last in manifest.sequences.items():
            self.connection.execute(
                "SELECT setval(c.oid, %s) FROM pg_class c WHERE c.relkind = 'S' AND c.relname = %s"
                " AND c.relnamespace = 'public'::regnamespace",
                [last, name],
            )
        return again

    def _erase_anew(self, records: set[str]) -> int:
        """A backup is older than what was erased after it: its keys are destroyed again, and its rows go with them.

        Its documents stay where they are, ciphertext that nothing opens, until the worker removes what no row names.
        Row security and triggers are off, so all of it is seen. Returns how many records came back and are gone.
        """
        listed = [list(records)]
        came_back = "SELECT count(*) FROM access_record WHERE id = ANY(%s::uuid[])"
        count = self.connection.execute(came_back, listed).fetchone()
        for name, column in self.connection.execute(PROTECTED).fetchall():
            self._delete("{}", "{} = ANY(%s::uuid[])", listed, name, column)
        for name, column in BESIDE:
            self._delete("{}", "{} = ANY(%s::uuid[])", listed, name, column)
        self.connection.execute(
            "DELETE FROM vault_heldanswers WHERE EXISTS"
            " (SELECT FROM unnest(%s::uuid[]) gone WHERE path LIKE '%%' || gone || '%%')",
            listed,
        )
        self._let_go_of_what_is_gone()
        return count[0] if count else 0

    def _let_go_of_what_is_gone(self) -> None:
        """Nothing named what was erased when it was, so whatever of the backup still does had gone or moved on by then.

        A reference that may be empty is emptied; a row that cannot be without goes too, and what names it in turn.
        """
        changed = True
        while changed:
            changed = False
            for name, column, other, key, may_be_empty in self.connection.execute(NAMES_PROTECTED).fetchall():
                gone = "{1} IS NOT NULL AND NOT EXISTS (SELECT FROM {2} other WHERE other.{3} = t.{1})"
                act = "UPDATE {0} t SET {1} = NULL WHERE " if may_be_empty else "DELETE FROM {0} t WHERE "
                words = sql.SQL(act + gone).format(*map(sql.Identifier, (name, column, other, key)))
                changed |= self.connection.execute(words).rowcount > 0

    def _delete(self, table: str, condition: str, values: list[list[str]], *names: str) -> None:
        statement = sql.SQL(f"DELETE FROM {table} WHERE {condition}").format(*map(sql.Identifier, names))
        self.connection.execute(statement, values)

    def _run(self, statement: str, *names: str) -> None:
        self.connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
