"""Where the documents of a restore go: beside their place until everything is right, or away again."""

import shutil
from collections.abc import Iterator

from samaan.config import Config
from samaan.server.backup import BackupError
from samaan.vault.storage import Folder, storage


def refuse_full(config: Config) -> None:
    """Restored documents never mix with others."""
    where = "The store of SAMAAN_FILES" if config.files else str(config.data_dir / "files")
    if next(iter(storage().names()), None) is not None:
        raise BackupError(f"{where} holds documents. A backup is put back where there are none only.")


class Documents:
    """A folder that is moved to its place at the end; in a store, which moves nothing, the names are remembered."""

    def __init__(self, config: Config) -> None:
        self.final = config.data_dir / "files"
        self.staging = config.data_dir / "files.restoring"
        self.in_store = bool(config.files)
        self.written: list[str] = []
        self.place = storage() if self.in_store else Folder(self.staging)
        shutil.rmtree(self.staging, ignore_errors=True)
        if not self.in_store:
            self.staging.mkdir(mode=0o700)

    def put(self, name: str, content: Iterator[bytes]) -> None:
        path = f"{name[:2]}/{name}"
        if self.in_store:
            self.written.append(path)
        self.place.put(path, content)

    def keep(self) -> None:
        """To their place, just before the rows that name them are committed."""
        if not self.in_store:
            if self.final.exists():
                shutil.rmtree(self.final)
            self.staging.rename(self.final)

    def undo(self) -> None:
        """Nothing of them is left, wherever they had come to."""
        for name in self.written:
            self.place.remove(name)
        if not self.in_store:
            shutil.rmtree(self.staging, ignore_errors=True)
            shutil.rmtree(self.final, ignore_errors=True)
