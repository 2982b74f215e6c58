"""Reading an archive from its beginning to its end, each part held against what the manifest says must have come."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from samaan.server.backup import BackupError, archive
from samaan.server.backup.manifest import (
    HEADER,
    MANIFEST,
    Header,
    Part,
    SignedManifest,
    read_header,
    read_signed,
    sha256,
)

PIECE_BYTES = 1 << 20
MOST_DESCRIBING = 64 << 20


class Taker(Protocol):
    """Whoever wants what is in an archive, in the order it comes."""

    def begin(self, header: Header) -> None: ...

    def rows(self, table: str, content: Iterator[bytes]) -> int | None:
        """One piece of a table's rows."""
        ...

    def document(self, name: str, content: Iterator[bytes]) -> None: ...


class Nobody:
    """Looks and takes nothing: for a check."""

    def begin(self, header: Header) -> None:
        """Nothing."""

    def rows(self, table: str, content: Iterator[bytes]) -> int | None:
        for _piece in content:
            pass
        return None

    def document(self, name: str, content: Iterator[bytes]) -> None:
        for _piece in content:
            pass


@dataclass(frozen=True)
class Examined:
    """An archive that is whole."""

    header: Header
    signed: SignedManifest


def examine(path: Path, by: list[archive.Identity], taker: Taker | None = None) -> Examined:
    """Read all of it, hand everything to `taker`, and say what it is; BackupError when it is not whole."""
    with archive.reading(path, by) as members:
        return _Examination(path, taker or Nobody()).run(members)


class _Examination:
    def __init__(self, path: Path, taker: Taker) -> None:
        self.path, self.taker = path, taker
        self.tables: dict[str, Part] = {}
        self.files = Part()
        self.counted: dict[str, int] = {}

    def run(self, members: Iterator[tuple[str, int, IO[bytes]]]) -> Examined:
        first = next(members, None)
        if first is None or first[0] != HEADER:
            raise BackupError(f"{self.path.name} is no backup of Samaan.")
        described = whole(first[2], first[1])
        header = read_header(described)
        self.taker.begin(header)
        signed = None
        for name, size, content in members:
            if signed is not None:
                raise BackupError(f"{self.path.name} holds “{name[:80]}” after its end.")
            if name == MANIFEST:
                signed = read_signed(whole(content, size))
            else:
                self._take(header, name, size, content)
        if signed is None:
            raise BackupError(f"{self.path.name} is cut off: its manifest is missing.")
        self._compare(sha256(described), signed)
        return Examined(header, signed)

    def _take(self, header: Header, name: str, size: int, content: IO[bytes]) -> None:
        kind, _slash, rest = name.partition("/")
        if kind == "tables" and rest.rpartition("/")[0] in header.columns:
            table = rest.rpartition("/")[0]
            part = self.tables.setdefault(table, Part())
            rows = self.taker.rows(table, _pieces(content, part))
            if rows is not None:
                self.counted[table] = self.counted.get(table, 0) + rows
        elif kind == "files" and len(rest) == 32 and set(rest) <= set("0123456789abcdef"):
            document = Part()
            self.taker.document(rest, _pieces(content, document))
            self.files.count += 1
            self.files.take(f"{rest} {size} {document.closed().sha256}\n".encode())
        else:
            raise BackupError(f"{self.path.name} holds “{name[:80]}”, which is no part of a backup.")

    def _compare(self, header: str, signed: SignedManifest) -> None:
        manifest = signed.manifest
        for part in (*self.tables.values(), self.files):
            part.closed()
        for name, part in self.tables.items():
            # Rows are counted by whoever puts them back; a check knows them by their hash alone.
            part.count = self.counted.get(name, manifest.tables[name].count if name in manifest.tables else 0)
        if manifest.header != header or manifest.tables != self.tables or manifest.files != self.files:
            raise BackupError(f"{self.path.name} was altered: it does not hold what its manifest says.")


def whole(content: IO[bytes], size: int) -> bytes:
    """A member that is read at once, which only the two that describe the archive are."""
    if size > MOST_DESCRIBING:
        raise BackupError("The archive's description is too long to be one.")
    return content.read()


def _pieces(content: IO[bytes], part: Part) -> Iterator[bytes]:
    while piece := content.read(PIECE_BYTES):
        part.take(piece)
        yield piece
