"""The XLSForms of a pack folder: each workbook with the CSV files it chooses from, and what reading it found."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.translation import get_language

from samaan.xforms.definition import Definition
from samaan.xforms.reading import Read, read_form

FOLDER = "forms"


@dataclass(frozen=True)
class Workbook:
    """A workbook of a pack, read. `file` is its path in the pack."""

    file: str
    data: bytes
    lists: Mapping[str, bytes]
    read: Read

    @property
    def form(self) -> Definition | None:
        return self.read.form

    @property
    def used(self) -> dict[str, bytes]:
        """The lists it chooses from: the others beside it are not its own."""
        xform = self.form.xform if self.form else ""
        return {name: data for name, data in sorted(self.lists.items()) if f"jr://file-csv/{name}" in xform}

    @property
    def checksum(self) -> str:
        return checksum(self.data, self.used)

    @property
    def row(self) -> dict[str, str]:
        """What the pack's content says of it; the workbook itself is kept apart, once for each version."""
        assert self.form
        return {
            "file": self.file,
            "form_id": self.form.form_id,
            "version": self.form.version,
            "title": self.form.title,
            "checksum": self.checksum,
        }


def read_workbooks(folder: Path) -> list[Workbook]:
    """Every workbook in `forms/`."""
    lists = {path.name: path.read_bytes() for path in files(folder, "csv")}
    return [open_workbook(f"{FOLDER}/{path.name}", path.read_bytes(), lists) for path in files(folder, "xlsx")]


def open_workbook(file: str, data: bytes, lists: Mapping[str, bytes]) -> Workbook:
    return Workbook(file, data, lists, read_once(data, tuple(sorted(lists.items())), get_language()))


@lru_cache(maxsize=48)
def read_once(data: bytes, lists: tuple[tuple[str, bytes], ...], language: str | None) -> Read:
    """Reading takes up to a second, and a pack is read again and again while somebody works on it.

    Its faults are said in the language of whoever asks, so each language is read by itself.
    """
    return read_form(data, dict(lists))


def files(folder: Path, ending: str) -> Iterator[Path]:
    """Spreadsheet programs leave lock files behind, whose names begin with “~$” or “.~”."""
    for path in sorted(folder.glob(f"{FOLDER}/*.{ending}")):
        if path.is_file() and path.name[0] not in "~.":
            yield path


def checksum(data: bytes, lists: Mapping[str, bytes]) -> str:
    """SHA-256 over the workbook and its lists."""
    whole = hashlib.sha256(hashlib.sha256(data).digest())
    for name, text in sorted(lists.items()):
        whole.update(name.encode() + b"\0" + hashlib.sha256(text).digest())
    return whole.hexdigest()
