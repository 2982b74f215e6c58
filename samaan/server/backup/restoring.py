"""Putting an archive back: into an empty data folder and an empty database, whole or not at all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from cryptography.exceptions import InvalidTag

from samaan import keyfiles
from samaan.config import Config
from samaan.server.backup import BackupError, archive
from samaan.server.backup.documents import Documents, refuse_full
from samaan.server.backup.dumping import UNHURRIED
from samaan.server.backup.examining import Examined, examine
from samaan.server.backup.loading import Loader
from samaan.server.roles import OWNER, role_dsn
from samaan.vault import erased, master

Say = Callable[[str], None]


@dataclass(frozen=True)
class Restored:
    """What was put back."""

    examined: Examined
    erased_again: int

    @property
    def rows(self) -> int:
        return sum(part.count for part in self.examined.signed.manifest.tables.values())


def look_first(config: Config, path: Path, by: list[archive.Identity], *, signer: str = "") -> Examined:
    """Everything that can be refused before anything is touched: the archive to its end, its signature, the keys."""
    refuse_full_folder(config)
    found = examine(path, by)
    refuse_stranger(config, found.signed.key, signer)
    refuse_newer(found)
    refuse_other_master(config, found)
    return found


def refuse_full_folder(config: Config) -> None:
    """Restored data never mix with others."""
    refuse_full(config)
    if config.embedded and (config.data_dir / "postgres").exists():
        raise BackupError(
            f"{config.data_dir} holds a database. A backup is put back into an empty data folder only: give another"
            " with --data-dir."
        )


def refuse_stranger(config: Config, key: str, signer: str) -> None:
    """Anybody can encrypt to a public key; only this installation has its signing key."""
    from samaan.audit.keys import read_public, short

    path = config.seal_public_file()
    if signer and signer != key:
        raise BackupError(f"The archive is signed by {key}, not by {signer}.")
    if signer:
        keyfiles.write_new(path, signer)
    if not path.exists():
        raise BackupError(
            f"{path} is missing, so nobody knows whether this archive is your own. Put it back (`samaan keys import`)."
            f" If it is lost: the archive is signed by {key}. Compare that with what the auditor or a witness keeps,"
            " and when it is the same, say so with --signer."
        )
    if key not in read_public(path):
        raise BackupError(
            f"The archive was signed by another installation ({short(key)} …), or forged. It is not put back."
        )


def refuse_newer(found: Examined) -> None:
    """An older archive is brought up to date; a newer one needs a newer program."""
    from django.db.migrations.loader import MigrationLoader

    known = MigrationLoader(None).disk_migrations
    strange = [f"{app}.{name}" for app, name in found.header.migrations if (app, name) not in known]
    if strange:
        raise BackupError(
            f"The archive was made by Samaan {found.header.version}, which knows tables that this version does not"
            f" ({', '.join(strange[:3])}). Install that version first."
        )


def refuse_other_master(config: Config, found: Examined) -> None:
    """Without its master key no record of the archive could be read."""
    ours = {key.version: key.mark for key in config.master_keys()}
    for version, mark in found.header.masters.items():
        if mark and ours.get(int(version)) != mark:
            there = ", ".join(f"{number} ({ours[number]})" for number in ours)
            raise BackupError(
                f"The archive's records are opened by master key {version} ({mark}); {config.master_key_file()} holds"
                f" {there}. Put that one back first: `samaan keys import` or `samaan keys recover`."
            )


def put_back(config: Config, path: Path, by: list[archive.Identity], lists: list[Path], *, say: Say) -> Restored:
    """Tables of the archive's time, its rows and documents, then the tables of today.

    The database answers and its roles are made; Django works as their owner.
    """
    from samaan.server.migrating import migrate

    with psycopg.connect(role_dsn(config, OWNER)) as connection:
        refuse_full_database(connection)
    documents = Documents(config)
    with nothing_left(config, documents):
        taker = _AtItsTime(config, documents, say)
        try:
            found = examine(path, by, taker)
            again = taker.finish(found, lists)
        except psycopg.Error as trouble:
            raise BackupError(f"The database does not take the archive: {str(trouble).strip()}") from None
        finally:
            taker.close()
        migrate(verbosity=0)
    return Restored(found, again)


class _AtItsTime:
    """Makes the tables as they were when the archive was made, then loads into them."""

    def __init__(self, config: Config, documents: Documents, say: Say) -> None:
        self.config, self.documents, self.say = config, documents, say
        self.connection: psycopg.Connection | None = None

    def begin(self, header) -> None:
        from samaan.server.migrating import migrate_to

        self.say("Making the tables …")
        migrate_to({(app, name) for app, name in header.migrations})
        self.connection = psycopg.connect(role_dsn(self.config, OWNER))
        self.connection.execute(UNHURRIED)
        self.loader = Loader(self.connection, self.documents)
        self.say("Putting back rows and documents …")
        self.loader.begin(header)

    def rows(self, table: str, content: Iterator[bytes]) -> int:
        return self.loader.rows(table, content)

    def document(self, name: str, content: Iterator[bytes]) -> None:
        self.loader.document(name, content)

    def finish(self, found: Examined, lists: list[Path]) -> int:
        """The manifest was right: commit, and the documents get their place."""
        assert self.connection is not None
        gone = set().union(*(erased.read(path) for path in lists)) if lists else set()
        self._refuse_closed()
        again = self.loader.finish(found.signed.manifest, gone)
        self.documents.keep()
        self.connection.commit()
        return again

    def _refuse_closed(self) -> None:
        """One key of each version of the master key must open: a mark may not be known yet."""
        assert self.connection is not None
        rows = self.connection.execute(
            "SELECT DISTINCT ON (master_id) record_id, version, wrapped FROM vault_datakey ORDER BY master_id"
        ).fetchall()
        for record, version, wrapped in rows:
            try:
                master.unwrap(wrapped, f"{record}|{version}")
            except InvalidTag:
                raise BackupError(
                    f"{self.config.master_key_file()} does not open the records of this archive. Put its master key"
                    " back first: `samaan keys import` or `samaan keys recover`."
                ) from None

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()


def refuse_full_database(connection: psycopg.Connection) -> None:
    row = connection.execute("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace").fetchone()
    if row and row[0]:
        raise BackupError(
            f"The database {connection.info.dbname} holds tables. A backup is put back into an empty database only."
        )


@contextmanager
def nothing_left(config: Config, documents: Documents) -> Iterator[None]:
    """Whatever goes wrong in this block: the database is empty again, and no document lies about."""
    try:
        yield
    except BaseException:
        documents.undo()
        with psycopg.connect(role_dsn(config, OWNER)) as connection:
            empty(connection)
        raise


# All statements are put together before the first runs: what is dropped with something else has no name any more.
EMPTY = """
DO $$ DECLARE statements text[]; statement text; BEGIN
    SELECT array_agg(s) INTO statements FROM (
        SELECT format('DROP TABLE IF EXISTS public.%I CASCADE', relname) AS s FROM pg_class
         WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
        UNION ALL SELECT format('DROP FUNCTION IF EXISTS %s CASCADE', oid::regprocedure) FROM pg_proc
         WHERE pronamespace = 'public'::regnamespace
        UNION ALL SELECT format('DROP TYPE IF EXISTS public.%I CASCADE', typname) FROM pg_type
         WHERE typnamespace = 'public'::regnamespace AND typtype = 'e'
        UNION ALL SELECT format('DROP TYPE IF EXISTS public.%I CASCADE', relname) FROM pg_class
         WHERE relnamespace = 'public'::regnamespace AND relkind = 'c'
        UNION ALL SELECT format('DROP SEQUENCE IF EXISTS public.%I CASCADE', relname) FROM pg_class
         WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'
    ) found;
    DROP SCHEMA IF EXISTS sec CASCADE;
    FOREACH statement IN ARRAY coalesce(statements, '{}') LOOP EXECUTE statement; END LOOP;
END $$
"""


def empty(connection: psycopg.Connection) -> None:
    """As it was before: the owner's tables, functions and types are gone."""
    connection.execute(EMPTY)
