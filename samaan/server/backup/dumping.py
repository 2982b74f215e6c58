"""Writing an archive: the tables in one snapshot, then the documents their rows name.

A document is on disk before the transaction that names it commits, so whatever the snapshot names is there.
"""

import hashlib
import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from psycopg import sql

from samaan import __version__
from samaan.config import Config
from samaan.keyfiles import sync_folder
from samaan.server.backup import BackupError, archive, catalog
from samaan.server.backup.manifest import HEADER, MANIFEST, Header, Manifest, Part, sha256, sign
from samaan.server.roles import GUARD, OWNER, role_dsn
from samaan.vault import sealed
from samaan.vault.storage import storage

PIECE_BYTES = 4 << 20
FILES_AT_ONCE = 500
UNHURRIED = "SET statement_timeout = 0; SET lock_timeout = '60s'; SET idle_in_transaction_session_timeout = 0"
CHECKPOINT = """
    SELECT number, size, encode(root, 'hex'), encode(previous, 'hex'), sealed_at, horizon, encode(key, 'hex'),
           encode(signature, 'hex') FROM audit_checkpoint ORDER BY number DESC LIMIT 1
"""
MASTERS = "SELECT version, mark FROM vault_masterversion ORDER BY version"
SEQUENCES = "SELECT sequencename::text, last_value FROM pg_sequences WHERE schemaname = 'public'"

Say = Callable[[str], None]


@dataclass(frozen=True)
class Made:
    """An archive that is complete and on the disk."""

    path: Path
    size: int
    sha256: str
    manifest: Manifest

    @property
    def rows(self) -> int:
        return sum(part.count for part in self.manifest.tables.values())


def back_up(config: Config, folder: Path, keys: list[str], *, say: Say = lambda line: None) -> Made:
    """Write one archive into a folder; it has its name when it is whole, and until then that of a draft."""
    to = archive.recipients(keys)
    if not to:
        raise BackupError("Name at least one public key the archive is encrypted to: --recipient age1….")
    moment = datetime.now(UTC)
    path = folder / archive_name(moment)
    draft = path.with_suffix(".partial")
    try:
        with open(draft, "xb", opener=_private) as file:
            target = _Hashing(file)
            manifest = _fill(config, target, to, moment, say)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
        sync_folder(folder)
    except OSError as trouble:
        draft.unlink(missing_ok=True)
        raise BackupError(f"{folder}: {trouble.strerror or trouble}. No archive was made.") from None
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return Made(path, target.size, target.hash.hexdigest(), manifest)


def archive_name(moment: datetime) -> str:
    return f"samaan-{moment:%Y-%m-%dT%H%M%SZ}.age"


def _fill(config: Config, target: "_Hashing", to: list, moment: datetime, say: Say) -> Manifest:
    # Read before anything is written: without them no archive is begun.
    signing = Ed25519PrivateKey.from_private_bytes(config.seal_key())
    with psycopg.connect(role_dsn(config, OWNER)) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        connection.execute(UNHURRIED)
        catalog.refuse_partial(connection)
        header = Header(
            version=__version__,
            made_at=moment.isoformat(timespec="seconds"),
            migrations=[list(row) for row in connection.execute("SELECT app, name FROM django_migrations ORDER BY id")],
            columns=catalog.in_order(connection),
            masters={str(row[0]): row[1] for row in connection.execute(MASTERS)},
        )
        with archive.writing(target, to) as tar:
            return _Dump(config, connection, tar, header, say).write(signing)


class _Dump:
    """One archive on its way."""

    def __init__(self, config: Config, connection: psycopg.Connection, tar: archive.Writer, header: Header, say: Say):
        self.config, self.connection, self.tar, self.header, self.say = config, connection, tar, header, say
        self.missing: list[str] = []

    def write(self, signing: Ed25519PrivateKey) -> Manifest:
        secured = catalog.secured(self.connection)
        self.tar.add(HEADER, self.header.to_bytes())
        tables = {name: self.table(name, as_guard=name in secured) for name in self.header.columns}
        self.say(f"{sum(part.count for part in tables.values()):,} rows of {len(tables)} tables")
        # Read after the rows: a sequence is never behind the numbers it gave out.
        sequences = {name: last for name, last in self.connection.execute(SEQUENCES) if last is not None}
        manifest = Manifest(
            header=sha256(self.header.to_bytes()),
            tables=tables,
            files=self.files(),
            sequences=sequences,
            checkpoint=self.checkpoint(),
            missing=self.missing,
        )
        self.say(f"{manifest.files.count:,} documents")
        self.tar.add(MANIFEST, sign(manifest, signing))
        return manifest

    def table(self, name: str, *, as_guard: bool) -> Part:
        """The rows of a table, in pieces of a few megabytes."""
        self._act_as(GUARD if as_guard else OWNER)
        part, buffer = Part(), bytearray()
        listed = sql.SQL(", ").join(map(sql.Identifier, self.header.columns[name]))
        statement = sql.SQL("COPY public.{} ({}) TO STDOUT").format(sql.Identifier(name), listed)
        with self.connection.cursor() as cursor:
            with cursor.copy(statement) as rows:
                for row in rows:
                    buffer += row
                    if len(buffer) >= PIECE_BYTES:
                        self._piece(name, part, buffer)
            part.count = cursor.rowcount
        self._piece(name, part, buffer)
        return part.closed()

    def _piece(self, name: str, part: Part, buffer: bytearray) -> None:
        """Whole rows: within one, a line's end is written as a backslash and a letter."""
        end = buffer.rfind(b"\n") + 1
        content = bytes(buffer[:end])
        del buffer[:end]
        self.tar.add(f"tables/{name}/{part.size}", content)
        part.take(content)

    def files(self) -> Part:
        """Every document that a row of the snapshot names, as it lies on the disk: encrypted."""
        self._act_as(GUARD)
        part = Part()
        with self.connection.cursor("documents") as cursor:
            cursor.itersize = FILES_AT_ONCE
            for number, size in cursor.execute("SELECT id, size FROM vault_storedfile ORDER BY id"):
                self._file(number, sealed.length_of(size), part)
        return part.closed()

    def _file(self, number: UUID, size: int, part: Part) -> None:
        """One that is shorter than it should be is filled up, so that the rest of the archive stays whole, and told."""
        try:
            source = storage().open(f"{number.hex[:2]}/{number.hex}")
        except FileNotFoundError:
            if self._still_named(number):
                self.missing.append(number.hex)
            return
        with source:
            whole = _Whole(source)
            self.tar.add_stream(f"files/{number.hex}", size, whole)
        if whole.short:
            self.missing.append(number.hex)
        part.count += 1
        part.take(f"{number.hex} {size} {whole.hash.hexdigest()}\n".encode())

    def _still_named(self, number: UUID) -> bool:
        """Whether a document that is not there has not simply been erased while the backup was made."""
        with psycopg.connect(role_dsn(self.config, OWNER)) as now:
            now.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(GUARD)))
            return now.execute("SELECT 1 FROM vault_storedfile WHERE id = %s", [number]).fetchone() is not None

    def checkpoint(self) -> str:
        """The newest checkpoint of the sealed log in this snapshot, as one line; empty before the first."""
        from samaan.audit.checkpoints import Signed, moment

        self._act_as(GUARD)
        row = self.connection.execute(CHECKPOINT).fetchone()
        if row is None:
            return ""
        number, size, root, previous, sealed_at, *rest = row
        return Signed(number, size, root, previous, moment(sealed_at), *rest).line()

    def _act_as(self, role: str) -> None:
        self.connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))


class _Hashing:
    """A file that knows the SHA-256 of what was written to it."""

    def __init__(self, file: io.BufferedIOBase) -> None:
        self.file, self.hash, self.size = file, hashlib.sha256(), 0

    def write(self, content: bytes) -> int:
        self.hash.update(content)
        self.size += len(content)
        return self.file.write(content)

    def flush(self) -> None:
        self.file.flush()


class _Whole:
    """Gives as many bytes as are asked for, whatever a store hands over at a time, and knows their SHA-256."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.hash, self.short = file, hashlib.sha256(), False

    def read(self, size: int) -> bytes:
        content = b""
        while len(content) < size and (more := self.file.read(size - len(content))):
            content += more
        if len(content) < size:
            self.short = True
            content = content.ljust(size, b"\0")
        self.hash.update(content)
        return content


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
