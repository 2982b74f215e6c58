"""Where encrypted files lie: a folder by default, an S3-compatible store by setting. Neither holds a plain byte."""

import os
import shutil
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings

from samaan.keyfiles import sync_folder


class Storage(Protocol):
    """A name is a short path such as `3f/3f2a…`; what is put under it is there, whole, when `put` returns."""

    def put(self, name: str, pieces: Iterable[bytes]) -> None: ...

    def open(self, name: str, offset: int = 0) -> BinaryIO:
        """Raises FileNotFoundError."""

    def remove(self, name: str) -> None:
        """A name that is not there is no mistake."""

    def remove_all(self, folder: str) -> None: ...

    def names(self, folder: str = "") -> Iterator[tuple[str, datetime]]:
        """Every name, with when it was written."""


class Folder:
    """Files below one folder of this machine."""

    def __init__(self, root: Path):
        self.root = root

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Written beside its place and moved there: a crash leaves no half file under the name."""
        path = self.root / name
        for folder in [*reversed(path.relative_to(self.root).parents)]:
            (self.root / folder).mkdir(mode=0o700, exist_ok=True)
        unfinished = path.with_name(f"{path.name}.unfinished")
        try:
            with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
                for piece in pieces:
                    target.write(piece)
                target.flush()
                os.fsync(target.fileno())
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        for folder in (path.parent, path.parent.parent):
            sync_folder(folder)

    def open(self, name: str, offset: int = 0) -> BinaryIO:
        source = (self.root / name).open("rb")
        source.seek(offset)
        return source

    def remove(self, name: str) -> None:
        (self.root / name).unlink(missing_ok=True)

    def remove_all(self, folder: str) -> None:
        shutil.rmtree(self.root / folder, ignore_errors=True)

    def names(self, folder: str = "") -> Iterator[tuple[str, datetime]]:
        for path in (self.root / folder).rglob("*"):
            if path.is_file():
                yield str(path.relative_to(self.root)), datetime.fromtimestamp(path.stat().st_mtime, UTC)


def storage() -> Storage:
    """The place that SAMAAN_FILES names."""
    if not settings.CONFIG.files:
        return Folder(settings.CONFIG.data_dir / "files")
    # Only who keeps documents in such a store has its library.
    from samaan.vault.storage_s3 import bucket

    return bucket(settings.CONFIG.files)
