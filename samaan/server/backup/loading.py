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
        """A backup is older than what was erased after it: keys that it still holds are destroyed again.

        Their documents stay where they are: ciphertext that nothing opens, as the rows do.
        """
        listed = [list(records)]
        gone = self.connection.execute("DELETE FROM vault_datakey WHERE record_id = ANY(%s::uuid[])", listed).rowcount
        self.connection.execute(
            "UPDATE people_person SET name_tokens = '{}', phone_tokens = '{}', document_tokens = '{}'"
            " WHERE id = ANY(%s::uuid[])",
            listed,
        )
        return gone

    def _run(self, statement: str, *names: str) -> None:
        self.connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
